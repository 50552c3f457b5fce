/** How an alert's columns are called, ordered and sized, and which are shown. */
import type { ColumnDto } from '../../ipc/generated/contract';
import type { TableColumn } from '../../shared/DataTable';

type Known = { title: string; width: number; grow: number };

/** In the order in which they are offered and shown. A column the service adds later comes after these, under its own name. */
const KNOWN: Record<string, Known> = {
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
const ORDER = Object.keys(KNOWN);

/** Properties of evidence and others whose words cannot be found by splitting at capitals. */
const INITIALISMS: Record<string, string> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  ipAddress: 'IP address',
  url: 'URL',
  userSid: 'User SID',
  aadUserId: 'Entra user ID',
  processId: 'Process ID',
  parentProcessId: 'Parent process ID',
};

export const DEFAULT_COLUMNS: readonly string[] = [
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
export const TEXT_COLUMNS = ['title', 'computerDnsName', 'assignedTo', 'category'];

/** A property's name in words; one that is not known is split at its capitals. */
export function columnTitle(name: string): string {
  const known = KNOWN[name];
  if (known !== undefined) {
    return known.title;
  }
  const initialism = INITIALISMS[name];
  if (initialism !== undefined) {
    return initialism;
  }
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Everything that can be shown, in the fixed order. */
export function orderColumns(columns: readonly ColumnDto[]): string[] {
  const rank = (name: string): number => {
    const known = ORDER.indexOf(name);
    return known === -1 ? ORDER.length : known;
  };
  return columns.map(({ name }) => name).sort((a, b) => rank(a) - rank(b));
}

/** The columns to draw: those chosen, as far as the result has them, in the fixed order. */
export function tableColumns(available: readonly string[], chosen: readonly string[]): TableColumn[] {
  return available
    .filter((name) => chosen.includes(name))
    .map((name) => ({ name, ...(KNOWN[name] ?? { title: columnTitle(name), width: 160, grow: 0 }) }));
}

const STORAGE_KEY = 'alerts.columns';

/** The choice of an earlier time. Only column names are ever stored. */
export function storedColumns(storage: Storage): string[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? 'null');
    if (Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string')) {
      return value;
    }
  } catch {
    // Unreadable or forbidden storage is the same as no choice.
  }
  return [...DEFAULT_COLUMNS];
}

export function storeColumns(storage: Storage, columns: readonly string[]): void {
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify(columns));
  } catch {
    // The choice then lasts until the app closes.
  }
}
