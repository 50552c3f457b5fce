/** The table of a plan: its columns, and its outcomes in words. Pure. */
import type { BulkNounDto, FieldDto } from '../../ipc/generated/contract';
import type { RowKind } from '../result/rowKind';

/** Under which the plan's table is kept while its dialog is open. */
export function planKey(change: string): string {
  return `bulk.${change}`;
}

/** The table's columns. The backend calls the status of an alert `newStatus` there: `status` is that of the call. */
export function planRows(noun: BulkNounDto, fields: readonly FieldDto[]): RowKind {
  const target = noun.one.charAt(0).toUpperCase() + noun.one.slice(1);
  return {
    // A row is a line of the plan: several may name the same target.
    noun: { one: 'row', many: 'rows' },
    known: {
      line: { title: 'Line', width: 72, grow: 0 },
      state: { title: 'Outcome', width: 112, grow: 0 },
      about: { title: 'Name', width: 200, grow: 2 },
      target: { title: target, width: 200, grow: 1 },
      message: { title: 'Message', width: 240, grow: 3 },
      status: { title: 'HTTP', width: 70, grow: 0 },
      newStatus: { title: 'New status', width: 110, grow: 0 },
    },
    usual: ['line', 'state', 'about', 'target', 'message', 'status', ...fields.map(({ name }) => (name === 'status' ? 'newStatus' : name))],
    textColumns: ['target', 'about', 'message'],
    textHint: `${noun.one}, message`,
    quickFilters: [{ column: 'state', label: 'Outcome' }],
  };
}
