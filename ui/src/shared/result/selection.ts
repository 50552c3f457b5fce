/** Which rows are selected. Rows are named by their position in the result, so that sorting changes nothing. Pure. */

export type Selection = {
  /** Every row of the view, however many there are. */
  all: boolean;
  /** The rows, where it is not all of them. */
  ids: ReadonlySet<number>;
};

export const NOTHING: Selection = { all: false, ids: new Set() };
export const EVERYTHING: Selection = { all: true, ids: new Set() };

/** So many can be picked one by one or as a range; *all* has no limit. The backend copies no more at once either. */
export const MOST_PICKED = 10_000;

export function isSelected(selection: Selection, id: number): boolean {
  return selection.all || selection.ids.has(id);
}

export function countSelected(selection: Selection, matchedRows: number): number {
  return selection.all ? matchedRows : selection.ids.size;
}

export function only(ids: Iterable<number>): Selection {
  return { all: false, ids: new Set(ids) };
}

/** Adds a row or takes it out. Out of *all* there is no taking out: the row is then the only one. */
export function toggled(selection: Selection, id: number): Selection {
  if (selection.all) {
    return only([id]);
  }
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) {
    ids.add(id);
  }
  return { all: false, ids };
}

/** As the backend takes it: `null` for every row of the view. */
export function rowIdsOf(selection: Selection): number[] | null {
  return selection.all || selection.ids.size === 0 ? null : [...selection.ids];
}
