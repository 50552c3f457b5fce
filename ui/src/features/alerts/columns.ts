/** How an alert's columns are called, ordered and sized, and which are shown. */
import type { KnownColumn, RowKind } from '../../shared/result/rowKind';
import { severityLabel, statusLabel } from './badges';

/** In the order in which they are offered and shown. A column the service adds later comes after these, under its own name. */
const KNOWN: Record<string, KnownColumn> = {
  severity: { title: 'Severity', width: 118, grow: 0 },
  title: { title: 'Title', width: 260, grow: 4 },
  status: { title: 'Status', width: 100, grow: 0 },
  category: { title: 'Category', width: 150, grow: 1 },
  computerDnsName: { title: 'Device', width: 170, grow: 1 },
  assignedTo: { title: 'Assigned to', width: 160, grow: 1 },
  alertCreationTime: { title: 'Created', width: 168, grow: 0 },
  lastUpdateTime: { title: 'Last update', width: 168, grow: 0 },
  id: { title: 'Alert ID', width: 250, grow: 0 },
  incidentId: { title: 'Incident ID', width: 100, grow: 0 },
  investigationId: { title: 'Investigation ID', width: 130, grow: 0 },
  investigationState: { title: 'Investigation state', width: 170, grow: 0 },
  classification: { title: 'Classification', width: 150, grow: 0 },
  determination: { title: 'Determination', width: 150, grow: 0 },
  detectionSource: { title: 'Detection source', width: 160, grow: 0 },
  detectorId: { title: 'Detector ID', width: 250, grow: 0 },
  description: { title: 'Description', width: 300, grow: 2 },
  threatName: { title: 'Threat name', width: 180, grow: 0 },
  threatFamilyName: { title: 'Threat family', width: 130, grow: 0 },
  firstEventTime: { title: 'First event', width: 168, grow: 0 },
  lastEventTime: { title: 'Last event', width: 168, grow: 0 },
  resolvedTime: { title: 'Resolved', width: 168, grow: 0 },
  machineId: { title: 'Device ID', width: 250, grow: 0 },
  rbacGroupName: { title: 'Device group', width: 130, grow: 0 },
  aadTenantId: { title: 'Tenant ID', width: 250, grow: 0 },
  mitreTechniques: { title: 'MITRE techniques', width: 160, grow: 0 },
  relatedUser: { title: 'Related user', width: 200, grow: 0 },
  comments: { title: 'Comments', width: 220, grow: 0 },
  evidence: { title: 'Evidence', width: 220, grow: 0 },
};
const DEFAULT_COLUMNS: readonly string[] = [
  'severity',
  'title',
  'status',
  'category',
  'computerDnsName',
  'assignedTo',
  'alertCreationTime',
  'lastUpdateTime',
];

/** Columns that the text filter looks into. */
const TEXT_COLUMNS = ['title', 'computerDnsName', 'assignedTo', 'category'];

/** Alerts, for the table of any answer. */
export const ALERT_ROWS: RowKind = {
  noun: { one: 'alert', many: 'alerts' },
  known: KNOWN,
  usual: DEFAULT_COLUMNS,
  textColumns: TEXT_COLUMNS,
  textHint: 'title, device, owner, category',
  quickFilters: [
    { column: 'severity', label: 'Severity' },
    { column: 'status', label: 'Status' },
  ],
  valueLabel: (column, value) =>
    column === 'severity' ? severityLabel(value) : column === 'status' ? statusLabel(value) : value === '' ? 'No value' : value,
};
