import { describe, expect, it } from 'vitest';
import type { OperationDto } from '../../../ipc/generated/contract';
import { checkedOf, groupsOf, withAll } from './operations';

function operation(id: string, group: string, title: string, path: string, permissions: string[]): OperationDto {
  return { id, group, title, method: 'GET', path, effect: 'read', permissions, plan2Only: false, documentation: '' };
}

const OFFERED = [
  operation('a', 'Alerts', 'List alerts', '/api/alerts', ['Alert.Read']),
  operation('b', 'Devices', 'List devices', '/api/machines', ['Machine.Read']),
  operation('c', 'Alerts', 'Get an alert', '/api/alerts/{id}', ['Alert.Read', 'Alert.ReadWrite']),
];

describe('operations', () => {
  it('are grouped in the order of the documentation', () => {
    expect(groupsOf(OFFERED, ' ').map(({ name, operations }) => [name, operations.map(({ id }) => id)])).toEqual([
      ['Alerts', ['a', 'c']],
      ['Devices', ['b']],
    ]);
  });

  it('are found by title, group, path and permission, whatever the case', () => {
    const found = (search: string): string[] => groupsOf(OFFERED, search).flatMap(({ operations }) => operations.map(({ id }) => id));
    expect(found('LIST')).toEqual(['a', 'b']);
    expect(found('devices')).toEqual(['b']);
    expect(found('get /api/alerts/{id}')).toEqual(['c']);
    expect(found('alert.readwrite')).toEqual(['c']);
    expect(found('nothing')).toEqual([]);
  });

  it('are chosen and given up together', () => {
    expect(withAll(['x', 'a'], ['a', 'c'], true)).toEqual(['x', 'a', 'c']);
    expect(withAll(['x', 'a', 'c'], ['a', 'c'], false)).toEqual(['x']);
    expect([checkedOf([], ['a', 'c']), checkedOf(['a'], ['a', 'c']), checkedOf(['a', 'c'], ['a', 'c'])]).toEqual([false, 'mixed', true]);
  });
});
