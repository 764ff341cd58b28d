"""The peer of `bench.analysis`: the same four sums in plain numpy, from the same records."""

from typing import Any, NamedTuple

import numpy as np

from data.register import Register

_STATE = {"organ": 0, "avtale": 1, "": 2, "nettverk": 3, "prosjekt": 3}
_PLANNED, _ALONE, _LEFT, _UNKNOWN = 4, 5, 6, 7
_MAY_GROW = {"oppgavefellesskap", "vertskommune", "vertskommune-adm", "vertskommune-nemnd"}
_WEIGHTS = np.array([35, 30, 15, 10, 10]) / 100

Array = np.ndarray[Any, np.dtype[Any]]


class Arrays(NamedTuple):
    """Agreement and municipality of each membership; the rest is of each agreement."""

    row: Array
    place: Array
    service: Array
    state: Array
    ended: Array


class Towns(NamedTuple):
    """The municipalities: inhabitants, where they are (in radians), number of the region."""

    population: Array
    lat: Array
    lon: Array
    region: Array

    def km(self, at: int) -> Array:
        """Return how far it is from one of them to each of them."""
        height = np.sin((self.lat - self.lat[at]) / 2) ** 2
        width = np.cos(self.lat) * np.cos(self.lat[at]) * np.sin((self.lon - self.lon[at]) / 2) ** 2
        return np.asarray(2 * 6371.0088 * np.arcsin(np.sqrt(height + width)))


class Candidates(NamedTuple):
    """Agreements (numbers) to join or to extend, with five factors and the score of each."""

    agreement: Array
    factors: Array
    score: Array


class Step(NamedTuple):
    """What a step gives: the states of the service, and the numbers of the agreement."""

    states: Array
    population: int
    partners: int
    largest_km: float
    regions: int
    across_region: float


def arrays(register: Register) -> Arrays:
    """Return the agreements as arrays of numbers."""
    rows = register.agreement_records
    number = {code: at for at, code in enumerate(register.county_codes)}
    service = {code: at for at, code in enumerate(register.service_by_code)}
    state = {form.code: _STATE[form.binding] for form in register.form_by_code.values()}
    planned = np.array([row.status == "under-utvikling" for row in rows])
    return Arrays(
        row=np.repeat(np.arange(len(rows)), [len(row.members) for row in rows]),
        place=np.array([number[code] for row in rows for code in row.members]),
        service=np.array([service[row.service] for row in rows]),
        state=np.where(planned, _PLANNED, [state[row.form] for row in rows]),
        ended=np.array([row.status == "avsluttet" for row in rows]),
    )


def towns(register: Register) -> Towns:
    """Return the municipalities as arrays of numbers."""
    found = register.municipality_by_code.values()
    return Towns(
        population=np.array([one.population for one in found]),
        lat=np.radians([one.lat for one in found]),
        lon=np.radians([one.lon for one in found]),
        region=np.unique([one.region for one in found], return_inverse=True)[1],
    )


def states(register: Register, held: Arrays, service: str = "") -> Array:
    """Return the matrix of states, municipalities × services (or only one service)."""
    services = [s for s in register.service_by_code.values() if not service or s.code == service]
    at = {one.code: index for index, one in enumerate(services)}
    number = {code: index for index, code in enumerate(register.county_codes)}
    columns = np.array([at.get(code, -1) for code in register.service_by_code])[held.service]
    taken = (~held.ended & (columns >= 0))[held.row]
    row, place = held.row[taken], held.place[taken]
    matrix = np.full((len(number), len(services)), _UNKNOWN)
    np.minimum.at(matrix.ravel(), place * len(services) + columns[row], held.state[row])
    left = np.array([one.not_municipal_since is not None for one in services])
    matrix[(matrix == _UNKNOWN) & left] = _LEFT
    for one in register.alone_records:
        if one.service in at:
            cell = number[one.municipality], at[one.service]
            matrix[cell] = min(matrix[cell], _ALONE)
    return matrix


def coverage(register: Register) -> Array:
    """Count the matrix of all services."""
    return states(register, arrays(register))


def pairs(register: Register) -> list[tuple[str, str, float, int]]:
    """Count all pairs by dense products, the strongest first."""
    rows = [row for row in register.agreement_records if len(row.members) > 1]
    codes = sorted(register.municipality_by_code)
    number = {code: at for at, code in enumerate(codes)}
    size = np.array([len(row.members) for row in rows])
    held = np.zeros((len(rows), len(codes)))
    held[
        np.repeat(np.arange(len(rows)), size),
        [number[code] for row in rows for code in row.members],
    ] = 1
    weights = (held / (size - 1)[:, None]).T @ held
    shared = held.T @ held
    first, second = np.nonzero(np.triu(shared, 1))
    weight, times = weights[first, second], shared[first, second].astype(int)
    order = np.lexsort((second, first, -times, -weight.round(9)))
    return [
        (codes[a], codes[b], w, n)
        for a, b, w, n in zip(
            first[order].tolist(),
            second[order].tolist(),
            weight[order].tolist(),
            times[order].tolist(),
            strict=True,
        )
    ]


def suggestions(register: Register, code: str, service: str) -> tuple[Array, Candidates]:
    """Weigh every agreement that could be joined, or given the service as well; no new groups."""
    rows, held, place = register.agreement_records, arrays(register), towns(register)
    number = {code: at for at, code in enumerate(register.county_codes)}
    me, asked = number[code], held.service == list(register.service_by_code).index(service)
    size = np.bincount(held.row, minlength=len(rows))
    mine = np.zeros(len(rows), bool)
    mine[held.row[held.place == me]] = True
    tied = (mine & ~held.ended & (size > 1))[held.row] & (held.place != me)
    ties = np.bincount(held.place[tied], 1 / (size[held.row[tied]] - 1), minlength=len(number))
    grows = np.array(
        [
            row.form in _MAY_GROW or (row.form == "avtale" and "rammeavtale" in row.name.lower())
            for row in rows
        ]
    )
    chosen = ~held.ended & np.where(asked, ~mine & (size > 0), mine & grows & (size > 1))
    taken = chosen[held.row] & (held.place != me)
    who = held.place[taken]
    found, start, k = np.unique(held.row[taken], return_index=True, return_counts=True)
    km = place.km(me)
    seat = np.array([number.get(rows[at].seat or rows[at].host, -1) for at in found])
    way = np.where(seat >= 0, km[seat], np.minimum.reduceat(km[who], start))
    people = place.population[who][np.lexsort((place.population[who], held.row[taken]))]
    middle = (people[start + (k - 1) // 2] + people[start + k // 2]) / 2
    apart = np.abs(np.log(place.population[me]) - np.log(middle)) / np.log(30)
    alike = (place.region[who] == place.region[me]).astype(float)
    factors = np.column_stack(
        [
            np.add.reduceat(ties[who], start) / k / ties.max(),
            1 - np.minimum(way, 100) / 100,
            np.maximum(0, 1 - apart),
            1 / (1 + np.maximum(0, k - 3) / 4),
            np.add.reduceat(alike, start) / k,
        ]
    )
    score = factors @ _WEIGHTS
    order = np.lexsort((found, -score.round(9)))
    candidates = Candidates(found[order], factors[order], score[order])
    return states(register, held, service), candidates


def scenario(
    register: Register, held: Arrays, place: Towns, joins: tuple[str, str], service: str
) -> Step:
    """Add one membership (code, agreement) to a copy of the arrays, and count the service anew."""
    number = list(register.county_codes)
    at = list(register.agreement_by_id).index(joins[1])
    after = held._replace(
        row=np.append(held.row, at),
        place=np.append(held.place, number.index(joins[0])),
        service=held.service.copy(),
        state=held.state.copy(),
        ended=held.ended.copy(),
    )
    members = after.place[after.row == at]
    row = register.agreement_records[at]
    far = place.km(number.index(row.seat or row.host))[members]
    regions = np.unique(place.region[members], return_counts=True)[1]
    return Step(
        states=states(register, after, service),
        population=int(place.population[members].sum()),
        partners=len(members),
        largest_km=float(far.max()),
        regions=len(regions),
        across_region=float(1 - regions.max() / len(members)),
    )
