/** Finding rows of the coverage. What a token opens is the backend's to say. */
import type { CoverageRowDto, CoverageState } from '../../../ipc/generated/contract';

export type CoverageFilter = {
  /** States to show; all where none is chosen. */
  states: readonly CoverageState[];
  /** Groups to show; all where none is chosen. */
  groups: readonly string[];
  text: string;
};

export type CoverageGroup = { name: string; rows: CoverageRowDto[] };

/** How many rows there are of each state. */
export function countStates(rows: readonly CoverageRowDto[]): Record<CoverageState, number> {
  const counts: Record<CoverageState, number> = { allowed: 0, missing: 0, cannotTell: 0, notDocumented: 0 };
  for (const { state } of rows) {
    counts[state] += 1;
  }
  return counts;
}

/** The groups' names with their rows' number, in the documentation's order. */
export function countGroups(rows: readonly CoverageRowDto[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { group } of rows) {
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}

/** The rows that a filter leaves, group by group in the documentation's order. */
export function groupsOf(rows: readonly CoverageRowDto[], { states, groups, text }: CoverageFilter): CoverageGroup[] {
  const needle = text.trim().toLowerCase();
  const found = new Map<string, CoverageRowDto[]>();
  for (const row of rows) {
    const { operation, group, state, permissions, role } = row;
    const texts = [operation.title, `${operation.method} ${operation.path}`, group, role ?? '', ...permissions];
    if (
      (states.length === 0 || states.includes(state)) &&
      (groups.length === 0 || groups.includes(group)) &&
      (needle === '' || texts.some((candidate) => candidate.toLowerCase().includes(needle)))
    ) {
      found.set(group, [...(found.get(group) ?? []), row]);
    }
  }
  return [...found].map(([name, members]) => ({ name, rows: members }));
}
