// A picture in a file of its own: ground, picture and cards stand in it, and nothing is asked for.
(function () {
  'use strict';
  const SK = window.SK;
  const text = id => document.getElementById(id).textContent.trim();
  const read = id => JSON.parse(new TextDecoder().decode(
    fflate.unzlibSync(Uint8Array.from(atob(text(id)), letter => letter.charCodeAt(0)))));
  // A file opens on its own picture, not where the reader left the one before it.
  try { sessionStorage.removeItem('sk.view'); } catch (ignored) { /* without storage there is nothing to remove */ }

  const ground = read('grunn'), cards = read('kort');
  const [west, south, east, north] = ground.frame;
  const chart = L.map('kart', {zoomControl: false, attributionControl: false});
  chart.setView([(south + north) / 2, (west + east) / 2], 7, {animate: false});

  // Without the app a click on an agreement opens its card and lights it up; filters are not here.
  SK.onTell = function (what) {
    const id = what.avtale;
    if (!SK.message || SK.message.bare || typeof id !== 'string' || (id && !Object.hasOwn(cards, id))) return;
    SK.message.fo = id;
    if (id) SK.message.card = cards[id]; else delete SK.message.card;
    SK.fillList(SK.message);
    SK.light(null);
  };
  // What the card is about stays lit when the pointer leaves something else, and when the map moves.
  const light = SK.light;
  SK.light = id => light(id || (SK.message && SK.message.card ? SK.message.fo : null));
  chart.on('moveend', () => requestAnimationFrame(() => SK.light(null)));

  SK.init(chart, ground);
  SK.draw(text('bilde'));
})();
