/** Which operations are listed, and under which heading. Pure. */
import type { ExplorerRowDto } from '../../../ipc/generated/contract';

export type Wanted = {
  text: string;
  /** Only those that the session's token opens. */
  onlyReady: boolean;
};

export type ListGroup = { title: string; rows: ExplorerRowDto[] };

/** The heading above what the admin has marked. */
export const FAVOURITES = 'Favourites';

/** Every word must be found somewhere in title, path, method, group or permissions, whatever the case. */
function matches(row: ExplorerRowDto, words: readonly string[]): boolean {
  const { title, method, path, id } = row.operation;
  const text = [title, method, path, id, row.group, ...row.permissions].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The list by groups in the documentation's order; marked operations stand first, and only there. */
export function grouped(rows: readonly ExplorerRowDto[], wanted: Wanted): ListGroup[] {
  const words = wanted.text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const groups = new Map<string, ExplorerRowDto[]>();
  const favourites: ExplorerRowDto[] = [];
  for (const row of rows) {
    if ((wanted.onlyReady && row.state !== 'ready') || !matches(row, words)) {
      continue;
    }
    if (row.favourite) {
      favourites.push(row);
    } else {
      groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
    }
  }
  const listed = [...groups].map(([title, members]) => ({ title, rows: members }));
  return favourites.length === 0 ? listed : [{ title: FAVOURITES, rows: favourites }, ...listed];
}
