import { describe, expect, it } from 'vitest';
import type { ColumnDto, ColumnSummaryDto } from '../../ipc/generated/contract';
import { chartConfig } from './chartDrawing';
import { conditionProblem, conditionText, testsOf, typedValue } from './conditions';
import { moved, NO_LAYOUT, shownColumns, storedLayout, storeLayout, tableColumns, withColumn, withWidth } from './layout';
import { periodEnd, periodLabel } from './periods';
import { shortForm } from './ResultCell';
import { fileName } from './ResultPanel';
import { ANY_ROWS, columnTitle, offeredColumns, usualColumns, type RowKind } from './rowKind';
import { rowIdsOf, NOTHING, EVERYTHING, only } from './selection';
import { totalsText } from './Totals';

const column = (name: string, kind: ColumnDto['kind'] = 'text'): ColumnDto => ({ name, kind });
const KNOWN: RowKind = {
  noun: { one: 'alert', many: 'alerts' },
  known: { severity: { title: 'Severity', width: 118, grow: 0 }, title: { title: 'Title', width: 260, grow: 4 }, id: { title: 'Alert ID', width: 250, grow: 0 } },
  usual: ['severity', 'title'],
};

describe('columns', () => {
  const columns = ['newProperty', 'id', 'title', 'severity'].map((name) => column(name));

  it('are offered in the known order, unknown ones last', () => {
    expect(offeredColumns(KNOWN, columns)).toEqual(['severity', 'title', 'id', 'newProperty']);
  });

  it('are drawn in the order that the admin gave them, without those that are gone', () => {
    const drawn = tableColumns({ shown: ['newProperty', 'gone', 'title'], widths: { title: 300 } }, KNOWN, columns);
    expect(drawn.map(({ title }) => title)).toEqual(['New property', 'Title']);
    expect(drawn[1]).toMatchObject({ width: 300, grow: 0 });
  });

  it('are the usual ones until somebody chooses, or when none of the chosen is there', () => {
    expect(shownColumns(NO_LAYOUT, KNOWN, columns)).toEqual(['severity', 'title']);
    expect(shownColumns({ shown: ['gone'], widths: {} }, KNOWN, columns)).toEqual(['severity', 'title']);
  });

  it('are a dozen at first where nothing is known, plain values before lists', () => {
    const many = [column('list', 'nested'), ...Array.from({ length: 20 }, (_, at) => column(`p${at}`))];
    expect(usualColumns(ANY_ROWS, many)).toHaveLength(12);
    expect(usualColumns(ANY_ROWS, many)).not.toContain('list');
    expect(usualColumns(ANY_ROWS, [column('list', 'nested'), column('name')])).toEqual(['name', 'list']);
  });

  it('are named in words', () => {
    expect(columnTitle(KNOWN, 'id')).toBe('Alert ID');
    expect(columnTitle(ANY_ROWS, 'parentProcessFileName')).toBe('Parent process file name');
    expect(columnTitle(ANY_ROWS, 'sha256')).toBe('SHA-256');
    expect(columnTitle(ANY_ROWS, 'machineId')).toBe('Machine ID');
    expect(columnTitle(ANY_ROWS, 'constructor')).toBe('Constructor');
  });

  it('move, come and go; the last one stays', () => {
    expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
    expect(moved(['a', 'b', 'c'], 'a', 9)).toEqual(['b', 'c', 'a']);
    expect(withColumn(['a'], 'b', true)).toEqual(['a', 'b']);
    expect(withColumn(['a', 'b'], 'a', false)).toEqual(['b']);
    expect(withColumn(['a'], 'a', false)).toEqual(['a']);
  });

  it('are never narrower than their menu', () => {
    expect(withWidth(NO_LAYOUT, 'title', 3).widths.title).toBe(56);
    expect(withWidth(NO_LAYOUT, 'title', 201.4).widths.title).toBe(201);
  });

  it('fall back to the usual ones when the stored choice cannot be read', () => {
    for (const stored of ['{', '[]', '[1]', '"title"', 'null']) {
      localStorage.setItem('x.columns', stored);
      localStorage.setItem('x.widths', stored);
      expect(storedLayout(localStorage, 'x')).toEqual(NO_LAYOUT);
    }
    localStorage.setItem('x.widths', '{"title":300,"id":-4,"status":"wide"}');
    expect(storedLayout(localStorage, 'x').widths).toEqual({ title: 300 });
  });

  it('are stored as names and widths, and not at all after a reset', () => {
    storeLayout(localStorage, 'x', { shown: ['id'], widths: { id: 90 } });
    expect(storedLayout(localStorage, 'x')).toEqual({ shown: ['id'], widths: { id: 90 } });
    expect(Object.keys(localStorage).sort()).toEqual(['x.columns', 'x.widths']);
    storeLayout(localStorage, 'x', NO_LAYOUT);
    expect(Object.keys(localStorage)).toEqual([]);
  });
});

describe('conditions', () => {
  it('fit what a column holds', () => {
    expect(testsOf('text')).toContain('startsWith');
    expect(testsOf('text')).not.toContain('less');
    expect(testsOf('number')).toContain('between');
    expect(testsOf('time')).not.toContain('contains');
  });

  it('name what is missing', () => {
    expect(conditionProblem('text', 'contains', [''])).toBe('Give a value.');
    expect(conditionProblem('text', 'empty', [])).toBeNull();
    expect(conditionProblem('number', 'less', ['1,5'])).toBe('Give a number, with a point for decimals.');
    expect(conditionProblem('number', 'between', ['9', '10'])).toBeNull();
    expect(conditionProblem('number', 'between', ['10', '9'])).toBe('The first value is greater than the second.');
    expect(conditionProblem('number', 'between', ['10', ''])).toBe('Give both values.');
    expect(conditionProblem('time', 'less', ['yesterday'])).toBe('Give a date and a time.');
  });

  it('take local times and send RFC 3339', () => {
    expect(typedValue('time', '2026-11-23T10:00')).toBe('2026-11-23T09:00:00.000Z');
    expect(conditionProblem('time', 'less', [typedValue('time', '2026-11-23T10:00')])).toBeNull();
    expect(typedValue('number', ' 5 ')).toBe('5');
    expect(typedValue('text', ' a ')).toBe(' a ');
  });

  it('read as sentences', () => {
    expect(conditionText('Title', { column: 'title', test: 'containsNot', values: ['x'] }, 'text')).toBe('Title does not contain “x”');
    expect(conditionText('Score', { column: 's', test: 'between', values: ['1', '5'] }, 'number')).toBe('Score between 1 and 5');
    expect(conditionText('Owner', { column: 'o', test: 'empty', values: [] }, 'text')).toBe('Owner has no value');
    expect(conditionText('Created', { column: 'c', test: 'less', values: ['2026-11-23T09:00:00Z'] }, 'time')).toMatch(
      /^Created before Nov 23, 2026, 10:00\sAM$/,
    );
  });
});

describe('cells', () => {
  it('show a list or an object in a few characters', () => {
    expect(shortForm('["T1059","T1003"]')).toBe('T1059, T1003');
    expect(shortForm('[{"a":1},{"a":2},{"a":3}]')).toBe('3 entries');
    expect(shortForm('[{"a":1}]')).toBe('1 entry');
    expect(shortForm('{"a":1}')).toBe('{…}');
    expect(shortForm('[]')).toBe('–');
    expect(shortForm('not JSON')).toBe('not JSON');
    expect(shortForm(`[${'1,'.repeat(150_000)}1]`)).toBe('[…]');
  });
});

describe('totals', () => {
  const none: ColumnSummaryDto = { column: 'x', present: 3, distinct: 2, distinctCut: false, min: null, max: null, sum: null, mean: null };

  it('say what fits the column', () => {
    expect(totalsText('number', { ...none, sum: 10, mean: 3.333, min: '1', max: '6' })).toEqual(['Sum 10', 'Mean 3.33, 1 to 6']);
    expect(totalsText('text', none)).toEqual(['2 different', '3 filled']);
    expect(totalsText('text', { ...none, distinct: 1000, distinctCut: true })[0]).toBe('More than 1,000 different');
    expect(totalsText('time', { ...none, min: '2026-11-01T00:00:00Z', max: '2026-11-23T00:00:00Z' })[0]).toMatch(/^From Nov 1, 2026/);
    expect(totalsText('nested', none)).toEqual(['3 filled', '']);
    expect(totalsText('number', { ...none, present: 0 })).toEqual(['No values', '']);
  });
});

describe('periods', () => {
  it('end where the next begins, in UTC', () => {
    expect(periodEnd('month', '2026-12-01T00:00:00Z')).toBe('2027-01-01T00:00:00.000Z');
    expect(periodEnd('day', '2026-02-28T00:00:00Z')).toBe('2026-03-01T00:00:00.000Z');
    expect(periodEnd('hour', '2026-02-28T23:00:00Z')).toBe('2026-03-01T00:00:00.000Z');
    expect(periodEnd('minute', '2026-02-28T23:59:00Z')).toBe('2026-03-01T00:00:00.000Z');
    expect(periodEnd('year', '2026-01-01T00:00:00Z')).toBe('2027-01-01T00:00:00.000Z');
  });

  it('are named by what they are', () => {
    expect(periodLabel('month', '2026-11-01T00:00:00Z')).toBe('Nov 2026');
    expect(periodLabel('day', '2026-11-01T00:00:00Z')).toBe('Nov 1, 2026');
    expect(periodLabel('year', '2026-01-01T00:00:00Z')).toBe('2026');
    expect(periodLabel('day', 'never')).toBe('never');
  });
});

describe('charts', () => {
  const colours = { bar: 'b', text: 't', grid: 'g', ground: 'w', font: 'f' };

  it('lie for values and stand for times', () => {
    const lying = chartConfig({ labels: ['High', 'Low'], counts: [3, 1], overTime: false }, colours);
    expect(lying.options?.indexAxis).toBe('y');
    expect(lying.data.datasets[0]?.data).toEqual([3, 1]);
    expect(chartConfig({ labels: ['Nov 2026'], counts: [3], overTime: true }, colours).options?.indexAxis).toBe('x');
  });

  it('do not move', () => {
    expect(chartConfig({ labels: [], counts: [], overTime: true }, colours).options?.animation).toBe(false);
  });
});

describe('what is sent', () => {
  it('names the selected rows, and none for all', () => {
    expect(rowIdsOf(NOTHING)).toBeNull();
    expect(rowIdsOf(EVERYTHING)).toBeNull();
    expect(rowIdsOf(only([3, 1]))).toEqual([3, 1]);
  });

  it('names a file as every system allows', () => {
    expect(fileName('Alerts of pc-012: C:\\x')).toBe('alerts-of-pc-012-c-x');
    expect(fileName('…')).toBe('rows');
  });
});
