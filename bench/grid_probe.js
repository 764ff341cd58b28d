// Runs before the page: tells when a grid has drawn a word on its canvas, as the probe does of maps.
(() => {
  const draw = CanvasRenderingContext2D.prototype.fillText;
  let told = false;
  CanvasRenderingContext2D.prototype.fillText = function (text) {
    if (!told && window.top.__word && String(text).startsWith(window.top.__word)) {
      told = true;
      const T = window.top;
      T.requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => { T.__drawn = performance.now(); };
        channel.port2.postMessage(0);
      });
    }
    return draw.apply(this, arguments);
  };
})();
