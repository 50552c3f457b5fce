/** Forms of the fake host's operations: some as documented, the others by the placeholders of their path. */
import type { FieldDto, FieldKind, FieldPlace, FilterPropertyDto, OperationDto } from '../../generated/contract';

function field(place: FieldPlace, name: string, kind: FieldKind, about: string, more: Partial<FieldDto> = {}): FieldDto {
  return { place, name, kind, required: place === 'path', about, choices: [], minimum: null, maximum: null, template: null, ...more };
}

const TOP = (maximum: number): FieldDto => field('query', '$top', 'integer', 'The most rows', { minimum: 1, maximum });
const SKIP = field('query', '$skip', 'integer', 'Rows to leave out', { minimum: 0 });
const FILTER = field('query', '$filter', 'filter', 'Which rows');
const COMMENT = field('body', 'Comment', 'text', 'Reason, kept with the action', { required: true });

const FIELDS: Record<string, FieldDto[]> = {
  listAlerts: [FILTER, TOP(10_000), SKIP, field('query', '$expand', 'choice', 'What comes along', { choices: ['evidence'] })],
  listMachines: [FILTER, TOP(10_000), SKIP],
  findMachinesByIp: [
    field('path', 'ip', 'ipAddress', 'The address'),
    field('path', 'timestamp', 'time', 'Devices seen within 15 minutes of it, at most 30 days ago'),
  ],
  findMachinesByTag: [
    field('query', 'tag', 'text', 'The tag', { required: true }),
    field('query', 'useStartsWithFilter', 'boolean', 'Whether the tag may go on'),
  ],
  getFile: [field('path', 'id', 'fileHash', 'The file')],
  isolateMachine: [
    field('path', 'id', 'id', "The device's ID"),
    COMMENT,
    field('body', 'IsolationType', 'choice', 'How far', { choices: ['Full', 'Selective', 'UnManagedDevice'] }),
  ],
  unisolateMachine: [field('path', 'id', 'id', "The device's ID"), COMMENT],
  runLiveResponse: [
    field('path', 'id', 'id', "The device's ID"),
    COMMENT,
    field('body', 'Commands', 'json', 'What is run, in this order', {
      required: true,
      template: '[\n  { "type": "GetFile", "params": [{ "key": "Path", "value": "" }] }\n]',
    }),
  ],
  setDeviceValue: [
    field('path', 'id', 'id', "The device's ID"),
    field('body', 'DeviceValue', 'choice', 'Its value', { required: true, choices: ['Normal', 'Low', 'High'] }),
  ],
  addOrRemoveTagForMultipleMachines: [
    field('body', 'Value', 'text', 'The tag', { required: true }),
    field('body', 'Action', 'choice', 'What is done', { required: true, choices: ['Add', 'Remove'] }),
    field('body', 'MachineIds', 'list', 'The devices', { required: true, maximum: 500 }),
  ],
  updateAlert: [
    field('path', 'id', 'id', "The alert's ID"),
    field('body', 'status', 'choice', 'New state', { choices: ['New', 'InProgress', 'Resolved'] }),
    field('body', 'comment', 'longText', 'Comment to add'),
  ],
  uploadLibraryFile: [
    field('body', 'File', 'file', 'The file, at most 20 MB', { required: true }),
    field('body', 'Description', 'text', 'What it is for'),
    field('body', 'OverrideIfExists', 'boolean', 'Replaces a file of the same name'),
  ],
};

export function fieldsOf({ id, path }: OperationDto): FieldDto[] {
  return FIELDS[id] ?? [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => field('path', name, 'id', 'What it is about'));
}

export const FILTERS: Record<string, FilterPropertyDto[]> = {
  listAlerts: [
    { name: 'severity', kind: 'text', values: ['Informational', 'Low', 'Medium', 'High'], operators: ['equals', 'notEquals'] },
    { name: 'alertCreationTime', kind: 'time', values: [], operators: ['greaterOrEqual', 'less', 'equals'] },
    { name: 'status', kind: 'text', values: ['New', 'InProgress', 'Resolved'], operators: ['equals', 'notEquals'] },
  ],
  listMachines: [
    { name: 'healthStatus', kind: 'text', values: ['Active', 'Inactive'], operators: ['equals', 'notEquals'] },
    { name: 'computerDnsName', kind: 'text', values: [], operators: ['startsWith', 'equals'] },
    { name: 'lastSeen', kind: 'time', values: [], operators: ['greaterOrEqual', 'less'] },
    { name: 'machineTags', kind: 'list', values: [], operators: ['anyEquals'] },
    { name: 'isAadJoined', kind: 'boolean', values: [], operators: ['equals'] },
  ],
};
