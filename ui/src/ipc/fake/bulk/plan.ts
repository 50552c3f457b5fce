/** How the fake host plans: which targets, which values, what is wrong with them. Pure. */
import type { FieldDto, FieldProblemDto, FieldValueDto } from '../../generated/contract';
import type { FakeRow } from '../tables';
import { DETERMINATIONS, type FakeKind } from './kinds';

export type Target = {
  line: number;
  /** Where the row lies in its source. */
  rowId: number;
  target: string | null;
  about: string | null;
  values: Record<string, string>;
  state: 'Ready' | 'Invalid' | 'Duplicate' | 'Changed' | 'Refused' | 'No answer' | 'Not sent';
  status: number | null;
  message: string | null;
};

export type SourceRow = { line: number; rowId: number; row: FakeRow };

/** The lines of a file, simplified: commas and nothing quoted. */
export function linesOf(text: string): { columns: string[]; rows: SourceRow[] } {
  const [head = '', ...lines] = text.split('\n').filter((line) => line !== '');
  const columns = head.split(',');
  const rows = lines.map((line, position) => ({
    line: position + 2,
    rowId: position,
    row: Object.fromEntries(line.split(',').map((cell, place) => [columns[place] ?? '', cell])),
  }));
  return { columns, rows };
}

function problemOf(field: FieldDto, value: string | undefined): string | null {
  if (value === undefined) {
    return field.required ? `${field.name} is required.` : null;
  }
  return field.choices.length > 0 && !field.choices.includes(value) ? `${field.name} cannot be ${value}: choose from ${field.choices.join(', ')}.` : null;
}

function mismatch({ classification, determination }: Record<string, string>): string | null {
  if (determination === undefined) {
    return null;
  }
  const fitting = DETERMINATIONS.find((one) => one.classification === classification)?.determinations;
  if (fitting === undefined) {
    return 'A determination is taken together with a classification only.';
  }
  return fitting.includes(determination) ? null : `${determination} does not go with ${classification ?? ''}.`;
}

/** What is wrong with the values for every target. A required one may still come with each line. */
export function problemsOf(kind: FakeKind, values: readonly FieldValueDto[], perLine: readonly string[]): FieldProblemDto[] {
  const given = asRecord(values);
  const problems = kind.fields.flatMap((field) => {
    const message = field.required && given[field.name] === undefined && perLine.includes(field.name) ? null : problemOf(field, given[field.name]);
    return message === null ? [] : [{ place: field.place, name: field.name, message }];
  });
  const unfit = perLine.includes('classification') ? null : mismatch(given);
  if (unfit !== null) {
    problems.push({ place: 'body', name: 'determination', message: unfit });
  }
  if (kind.fields.length > 0 && !kind.fields.some(({ name, required }) => required || given[name] !== undefined || perLine.includes(name))) {
    problems.push({ place: 'body', name: kind.fields[0]?.name ?? '', message: 'Nothing is to be changed: fill in at least one field.' });
  }
  return problems;
}

export function asRecord(values: readonly FieldValueDto[]): Record<string, string> {
  return Object.fromEntries(values.map(({ name, values: given }) => [name, given.join('; ')]));
}

export function targetsOf(kind: FakeKind, rows: readonly SourceRow[], fixed: Record<string, string>, own: readonly string[]): Target[] {
  const seen = new Set<string>();
  return rows.map(({ line, rowId, row }) => {
    const target = kind.target(row);
    const values = { ...fixed };
    for (const name of own) {
      const value = row[name];
      if (typeof value === 'string' && value !== '') {
        values[name] = value;
      }
    }
    const wrong =
      target === null
        ? `There is no ${kind.noun.one} in this row.`
        : (kind.fields.map((field) => problemOf(field, values[field.name])).find((message) => message !== null) ?? mismatch(values));
    const duplicate = wrong === null && target !== null && seen.has(target);
    if (wrong === null && target !== null) {
      seen.add(target);
    }
    return {
      line,
      rowId,
      target,
      about: kind.about(row),
      values,
      state: wrong !== null ? 'Invalid' : duplicate ? 'Duplicate' : 'Ready',
      status: null,
      message: wrong ?? (duplicate ? `This ${kind.noun.one} came before.` : null),
    };
  });
}

/** Targets that get the same values share a call, as many as one takes. */
export function callsOf(kind: FakeKind, targets: readonly Target[]): Target[][] {
  const groups = new Map<string, Target[]>();
  for (const target of targets.filter(({ state }) => state === 'Ready')) {
    const key = kind.operation === 'importIndicators' ? '' : JSON.stringify(target.values);
    groups.set(key, [...(groups.get(key) ?? []), target]);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / kind.mostPerCall) }, (_, part) => group.slice(part * kind.mostPerCall, (part + 1) * kind.mostPerCall)),
  );
}

/** The column of a field: the status of an alert is not that of its call. */
export function columnOf(name: string): string {
  return name === 'status' ? 'newStatus' : name;
}

/** The table's row of a target. */
export function rowOf({ line, target, about, values, state, status, message }: Target, names: readonly string[]): FakeRow {
  return { line, state, target, about, ...Object.fromEntries(names.map((name) => [columnOf(name), values[name] ?? null])), status, message };
}
