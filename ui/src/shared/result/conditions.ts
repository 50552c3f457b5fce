/** Conditions on columns in words: which there are for what a column holds, what they need, how they read. Pure. */
import type { ColumnConditionDto, ColumnKind, ColumnTest } from '../../ipc/generated/contract';
import { formatLocal, parseInstant } from '../instants';

type TestWords = {
  label: string;
  /** Values it takes. */
  values: 0 | 1 | 2;
};

const WORDS: Record<ColumnTest, TestWords> = {
  contains: { label: 'contains', values: 1 },
  containsNot: { label: 'does not contain', values: 1 },
  equals: { label: 'is', values: 1 },
  equalsNot: { label: 'is not', values: 1 },
  startsWith: { label: 'starts with', values: 1 },
  empty: { label: 'has no value', values: 0 },
  present: { label: 'has a value', values: 0 },
  less: { label: '<', values: 1 },
  lessOrEqual: { label: '≤', values: 1 },
  greater: { label: '>', values: 1 },
  greaterOrEqual: { label: '≥', values: 1 },
  between: { label: 'between', values: 2 },
};

const TIME_WORDS: Partial<Record<ColumnTest, string>> = {
  less: 'before',
  lessOrEqual: 'at or before',
  greater: 'after',
  greaterOrEqual: 'at or after',
};

const TESTS: Record<ColumnKind, readonly ColumnTest[]> = {
  text: ['contains', 'containsNot', 'equals', 'equalsNot', 'startsWith', 'present', 'empty'],
  number: ['equals', 'equalsNot', 'less', 'lessOrEqual', 'greater', 'greaterOrEqual', 'between', 'present', 'empty'],
  time: ['greaterOrEqual', 'less', 'between', 'greater', 'lessOrEqual', 'present', 'empty'],
  boolean: ['equals', 'present', 'empty'],
  nested: ['contains', 'containsNot', 'present', 'empty'],
};

/** What can be asked of a column, the most usual first. */
export function testsOf(kind: ColumnKind): readonly ColumnTest[] {
  return TESTS[kind];
}

/** A test in words, e.g. `does not contain`. */
export function testLabel(test: ColumnTest, kind: ColumnKind): string {
  return (kind === 'time' ? TIME_WORDS[test] : undefined) ?? WORDS[test].label;
}

/** How many values a test takes. */
export function valuesOf(test: ColumnTest): 0 | 1 | 2 {
  return WORDS[test].values;
}

/** What was typed, as the backend takes it: local date and time become RFC 3339. */
export function typedValue(kind: ColumnKind, typed: string): string {
  if (kind !== 'time') {
    return kind === 'number' ? typed.trim() : typed;
  }
  const instant = new Date(typed);
  return Number.isNaN(instant.getTime()) ? typed : instant.toISOString();
}

/** Why typed values make no condition; `null` when they do. */
export function conditionProblem(kind: ColumnKind, test: ColumnTest, values: readonly string[]): string | null {
  const needed = values.slice(0, valuesOf(test));
  if (needed.some((value) => value.trim() === '')) {
    return valuesOf(test) === 2 ? 'Give both values.' : 'Give a value.';
  }
  if (kind === 'number' && needed.some((value) => Number.isNaN(Number(value)))) {
    return 'Give a number, with a point for decimals.';
  }
  if (kind === 'time' && needed.some((value) => parseInstant(value) === null)) {
    return 'Give a date and a time.';
  }
  const [first = '', second = ''] = needed;
  const turned = kind === 'number' ? Number(first) > Number(second) : first > second;
  return test === 'between' && turned ? 'The first value is greater than the second.' : null;
}

/** A condition as a sentence, e.g. `Created at or after Nov 3, 2026, 9:00 AM`. */
export function conditionText(title: string, condition: ColumnConditionDto, kind: ColumnKind): string {
  const { test } = condition;
  const values = condition.values.slice(0, valuesOf(test)).map((value) => spoken(kind, value));
  const words = testLabel(test, kind);
  return values.length === 0 ? `${title} ${words}` : `${title} ${words} ${values.join(' and ')}`;
}

function spoken(kind: ColumnKind, value: string): string {
  const instant = kind === 'time' ? parseInstant(value) : null;
  if (instant !== null) {
    return formatLocal(instant);
  }
  return kind === 'text' || kind === 'nested' ? `“${value}”` : value;
}
