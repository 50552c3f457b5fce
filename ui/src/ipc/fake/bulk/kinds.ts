/** What the fake host can change for many targets: forms, columns of files, and what a change does to a row. */
import type { BulkChange, BulkNounDto, DeterminationsDto, FieldDto, FieldKind } from '../../generated/contract';
import type { FakeRow } from '../tables';

export type FakeKind = {
  title: string;
  noun: BulkNounDto;
  operation: string;
  /** The permission that opens it, where the operation's own list does not say. */
  permissions?: string[];
  fields: FieldDto[];
  mostPerCall: number;
  limits: string[];
  notes: string[];
  /** Calls a minute. */
  perMinute: number;
  /** The column of a file that names the target. */
  key: string;
  /** Further columns of a file. */
  columns: string[];
  /** What a row names; `null` where it names nothing. */
  target: (row: FakeRow) => string | null;
  about: (row: FakeRow) => string | null;
  /** The row after the change. */
  changed: (row: FakeRow, values: Record<string, string>, by: string, at: string) => FakeRow;
};

function field(name: string, kind: FieldKind, about: string, more: Partial<FieldDto> = {}): FieldDto {
  return { place: 'body', name, kind, required: false, about, choices: [], minimum: null, maximum: null, template: null, ...more };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export const DETERMINATIONS: DeterminationsDto[] = [
  { classification: 'TruePositive', determinations: ['MultiStagedAttack', 'MaliciousUserActivity', 'CompromisedUser', 'Malware', 'Phishing', 'UnwantedSoftware', 'Other'] },
  { classification: 'InformationalExpectedActivity', determinations: ['SecurityTesting', 'LineOfBusinessApplication', 'ConfirmedUserActivity', 'Other'] },
  { classification: 'FalsePositive', determinations: ['Clean', 'InsufficientData', 'Other'] },
];

const isAlert = (row: FakeRow): boolean => 'alertCreationTime' in row;
const device = (row: FakeRow): string | null => text(row.machineId) ?? text(row.deviceId) ?? ('computerDnsName' in row && !isAlert(row) ? text(row.id) : null);

export const KINDS: Record<BulkChange, FakeKind> = {
  updateAlerts: {
    title: 'Update alerts',
    noun: { one: 'alert', many: 'alerts' },
    operation: 'batchUpdateAlerts',
    fields: [
      field('status', 'choice', 'new state', { choices: ['New', 'InProgress', 'Resolved'] }),
      field('assignedTo', 'text', 'owner'),
      field('classification', 'choice', 'verdict', { choices: DETERMINATIONS.map(({ classification }) => classification) }),
      field('determination', 'choice', 'reason; goes with the classification', {
        choices: [...new Set(DETERMINATIONS.flatMap(({ determinations }) => determinations))],
      }),
      field('comment', 'longText', 'comment to add'),
    ],
    mostPerCall: 100,
    limits: ['10 calls a minute', '500 calls an hour'],
    notes: ['Alerts that get the same values go in one call.'],
    perMinute: 10,
    key: 'alertId',
    columns: ['status', 'assignedTo', 'classification', 'determination', 'comment'],
    target: (row) => text(row.alertId) ?? (isAlert(row) ? text(row.id) : null),
    about: (row) => text(row.title),
    changed: (row, { comment, ...values }, by, at) => ({
      ...row,
      ...values,
      lastUpdateTime: at,
      ...(values.status === 'Resolved' ? { resolvedTime: at } : {}),
      ...(comment === undefined ? {} : { comments: [...((row.comments as object[] | undefined) ?? []), { comment, createdBy: by, createdTime: at }] }),
    }),
  },
  tagDevices: {
    title: 'Tag devices',
    noun: { one: 'device', many: 'devices' },
    operation: 'addOrRemoveTagForMultipleMachines',
    fields: [
      field('Value', 'text', 'tag text', { required: true }),
      field('Action', 'choice', 'what to do', { required: true, choices: ['Add', 'Remove'] }),
    ],
    mostPerCall: 500,
    limits: ['100 calls a minute', '1,500 calls an hour'],
    notes: [],
    perMinute: 100,
    key: 'machineId',
    columns: ['Value', 'Action'],
    target: device,
    about: (row) => text(row.computerDnsName),
    changed: (row, { Value = '', Action }) => {
      if (!Array.isArray(row.machineTags)) {
        return row;
      }
      const others = (row.machineTags as string[]).filter((tag) => tag !== Value);
      return { ...row, machineTags: Action === 'Remove' ? others : [...others, Value] };
    },
  },
  setDeviceValue: {
    title: 'Set device value',
    noun: { one: 'device', many: 'devices' },
    operation: 'setDeviceValue',
    fields: [field('DeviceValue', 'choice', 'value', { required: true, choices: ['Normal', 'Low', 'High'] })],
    mostPerCall: 1,
    limits: ['100 calls a minute', '1,500 calls an hour'],
    notes: ['Each device takes a call of its own.'],
    perMinute: 100,
    key: 'machineId',
    columns: ['DeviceValue'],
    target: device,
    about: (row) => text(row.computerDnsName),
    changed: (row, { DeviceValue }) => ('deviceValue' in row ? { ...row, deviceValue: DeviceValue } : row),
  },
  submitIndicators: {
    title: 'Submit indicators',
    noun: { one: 'indicator', many: 'indicators' },
    operation: 'importIndicators',
    fields: [
      field('indicatorType', 'choice', 'type', { choices: ['FileSha1', 'FileSha256', 'IpAddress', 'DomainName', 'Url'] }),
      field('action', 'choice', 'response', { required: true, choices: ['Warn', 'Block', 'Audit', 'Allowed'] }),
      field('title', 'text', 'alert title', { required: true }),
      field('description', 'longText', 'text', { required: true }),
      field('expirationTime', 'time', 'when it lapses'),
      field('severity', 'choice', 'severity', { choices: ['Informational', 'Low', 'Medium', 'High'] }),
    ],
    mostPerCall: 500,
    limits: ['30 calls a minute'],
    notes: ['An indicator with the same value is changed instead of created.'],
    perMinute: 30,
    key: 'indicatorValue',
    columns: ['indicatorType', 'action', 'title', 'description', 'expirationTime', 'severity'],
    target: (row) => text(row.indicatorValue) ?? text(row.sha1),
    about: (row) => text(row.fileName) ?? text(row.title),
    changed: (row) => row,
  },
  deleteIndicators: {
    title: 'Delete indicators',
    noun: { one: 'indicator', many: 'indicators' },
    operation: 'batchDeleteIndicators',
    fields: [],
    mostPerCall: 500,
    limits: ['30 calls a minute', '1,500 calls an hour'],
    notes: ['Deleted indicators cannot be brought back; submit them again instead.'],
    perMinute: 30,
    key: 'indicatorId',
    columns: [],
    target: (row) => text(row.indicatorId) ?? ('indicatorValue' in row ? text(row.id) : null),
    about: (row) => text(row.indicatorValue),
    changed: (row) => row,
  },
};

/** Lines of the file that `choose_file` gives, where a test brings none of its own. */
export const FILES: Record<BulkChange, string> = {
  updateAlerts: 'alertId,status,owner\nda637_1,Resolved,maya\nda637_2,InProgress,theo\nda637_2,New,theo\n,Resolved,maya\nda637_3,Closed,ines',
  tagDevices: 'machineId,Value\n0011aa,Finance\n0012bb,\n0013cc,Finance',
  setDeviceValue: 'machineId,DeviceValue\n0011aa,High\n0012bb,Low\n0013cc,Highest',
  submitIndicators: 'indicatorValue,indicatorType,action,title,description\n203.0.113.9,IpAddress,Block,Scanner,Seen in case 4711\nevil.example,DomainName,Block,Bait,Seen in case 4711',
  deleteIndicators: 'indicatorId\n991\n992',
};
