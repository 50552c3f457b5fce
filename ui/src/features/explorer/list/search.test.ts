import { describe, expect, it } from 'vitest';
import type { ExplorerRowDto } from '../../../ipc/generated/contract';
import { FAVOURITES, grouped } from './search';

function row(id: string, group: string, more: Partial<ExplorerRowDto> = {}): ExplorerRowDto {
  return {
    operation: { id, title: `Title of ${id}`, method: 'GET', path: `/api/${id}`, effect: 'read' },
    group,
    state: 'ready',
    permissions: ['Alert.Read'],
    favourite: false,
    ...more,
  };
}

const ROWS = [row('alpha', 'Alerts'), row('beta', 'Devices', { permissions: ['Machine.Isolate'] }), row('gamma', 'Alerts', { state: 'missing' })];
const titles = (rows: readonly ExplorerRowDto[], text: string, onlyReady = false) =>
  grouped(rows, { text, onlyReady }).map(({ title, rows: members }) => [title, ...members.map(({ operation }) => operation.id)]);

describe('the list of operations', () => {
  it('keeps the order of the documentation within its groups', () => {
    expect(titles(ROWS, '')).toEqual([
      ['Alerts', 'alpha', 'gamma'],
      ['Devices', 'beta'],
    ]);
  });

  it.each([
    ['TITLE of alp', ['Alerts', 'alpha']],
    ['/api/beta', ['Devices', 'beta']],
    ['devices', ['Devices', 'beta']],
    ['machine.isolate', ['Devices', 'beta']],
    ['get beta', ['Devices', 'beta']],
  ])('finds %s', (text, found) => {
    expect(titles(ROWS, text)).toEqual([found]);
  });

  it('finds nothing where one of the words is missing', () => {
    expect(titles(ROWS, 'alpha devices')).toEqual([]);
  });

  it('leaves out what the token does not open, on request', () => {
    expect(titles(ROWS, '', true)).toEqual([
      ['Alerts', 'alpha'],
      ['Devices', 'beta'],
    ]);
  });

  it('puts favourites first and lists them once', () => {
    expect(titles([...ROWS, row('delta', 'Devices', { favourite: true })], '')).toEqual([
      [FAVOURITES, 'delta'],
      ['Alerts', 'alpha', 'gamma'],
      ['Devices', 'beta'],
    ]);
  });
});
