import { describe, expect, it } from 'vitest';
import type { FieldDto } from '../../../ipc/generated/contract';
import { timeForInput, timeFromInput, valuesOf } from '../../../shared/form/fieldDraft';
import { callOf, emptyForm, filledForm, shownProblem } from './draft';

function field(name: string, more: Partial<FieldDto> = {}): FieldDto {
  return {
    place: 'query',
    name,
    kind: 'text',
    required: false,
    about: '',
    choices: [],
    minimum: null,
    maximum: null,
    template: null,
    ...more,
  };
}

const FIELDS = [
  field('id', { place: 'path', kind: 'id', required: true }),
  field('ids', { place: 'body', kind: 'list' }),
  field('spec', { place: 'body', kind: 'json', required: true, template: '{}' }),
  field('more', { place: 'body', kind: 'json', template: '{ }' }),
  field('file', { place: 'body', kind: 'file' }),
];

describe('a form', () => {
  it('begins with the skeleton of what is required, and leaves the rest out', () => {
    expect(valuesOf(FIELDS, emptyForm(FIELDS).draft)).toEqual([{ place: 'body', name: 'spec', values: ['{}'] }]);
  });

  it('sends a list line by line, without empty ones', () => {
    expect(valuesOf(FIELDS, { 'body:ids': { text: ' a \n\nb\n' } })).toEqual([{ place: 'body', name: 'ids', values: ['a', 'b'] }]);
  });

  it('sends a text as it was typed', () => {
    expect(valuesOf(FIELDS, { 'path:id': { text: ' a ' } })).toEqual([{ place: 'path', name: 'id', values: [' a '] }]);
  });

  it('is filled with what it has fields for, but never with a file of an earlier day', () => {
    const form = filledForm(FIELDS, [
      { place: 'path', name: 'id', values: ['7'] },
      { place: 'body', name: 'ids', values: ['a', 'b'] },
      { place: 'body', name: 'file', values: ['file-1'] },
      { place: 'query', name: 'unknown', values: ['x'] },
    ]);
    expect(callOf('call', 'operation', FIELDS, form)).toEqual({
      callId: 'call',
      operationId: 'operation',
      values: [
        { place: 'path', name: 'id', values: ['7'] },
        { place: 'body', name: 'ids', values: ['a', 'b'] },
        { place: 'body', name: 'spec', values: ['{}'] },
      ],
      version: 'latest',
      allPages: false,
      confirmedName: null,
    });
  });

  it('says what is wrong with a field once it was left, and with all once it was sent', () => {
    const problems = [{ place: 'path' as const, name: 'id', message: 'Needed.' }];
    const form = emptyForm(FIELDS);
    const id = { place: 'path' as const, name: 'id' };
    expect(shownProblem(form, problems, id)).toBeNull();
    expect(shownProblem({ ...form, touched: ['path:id'] }, problems, id)).toBe('Needed.');
    expect(shownProblem({ ...form, tried: true }, problems, id)).toBe('Needed.');
    expect(shownProblem({ ...form, tried: true }, problems, { place: 'query', name: 'id' })).toBeNull();
  });
});

describe('times', () => {
  it('are typed in local time and sent in UTC', () => {
    expect(timeFromInput('2026-11-23T14:03')).toBe('2026-11-23T13:03:00Z');
    expect(timeFromInput('2026-11-23T14:03:05')).toBe('2026-11-23T13:03:05Z');
    expect(timeForInput('2026-11-23T13:03:00Z')).toBe('2026-11-23T14:03');
    expect(timeForInput('2026-11-23T13:03:05Z')).toBe('2026-11-23T14:03:05');
  });

  it('that are none stay as they were typed', () => {
    expect(timeFromInput('yesterday')).toBe('yesterday');
    expect(timeFromInput('2026-13-45T99:99')).toBe('2026-13-45T99:99');
    expect(timeForInput('yesterday')).toBe('yesterday');
  });
});
