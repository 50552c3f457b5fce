/** Finding and choosing operations. What they take is the backend's to say. */
import type { OperationDto } from '../../../ipc/generated/contract';

export type OperationGroup = { name: string; operations: OperationDto[] };

/** The operations that a search leaves, group by group in the documentation's order. */
export function groupsOf(operations: readonly OperationDto[], search: string): OperationGroup[] {
  const needle = search.trim().toLowerCase();
  const groups = new Map<string, OperationDto[]>();
  for (const operation of operations) {
    const { group, title, method, path, permissions } = operation;
    const found =
      needle === '' || [group, title, `${method} ${path}`, ...permissions].some((text) => text.toLowerCase().includes(needle));
    if (found) {
      groups.set(group, [...(groups.get(group) ?? []), operation]);
    }
  }
  return [...groups].map(([name, members]) => ({ name, operations: members }));
}

/** With all of `ids`, or without any of them. */
export function withAll(chosen: readonly string[], ids: readonly string[], on: boolean): string[] {
  const others = chosen.filter((id) => !ids.includes(id));
  return on ? [...others, ...ids] : others;
}

/** Whether all, none or some of `ids` are chosen, as a checkbox wants it. */
export function checkedOf(chosen: readonly string[], ids: readonly string[]): boolean | 'mixed' {
  const count = ids.filter((id) => chosen.includes(id)).length;
  return count === 0 ? false : count === ids.length ? true : 'mixed';
}
