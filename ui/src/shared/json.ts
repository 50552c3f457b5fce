/** Reading a service's JSON without trusting its shape. */
import type { JsonValue } from '../ipc/generated/contract';

export type JsonRecord = Record<string, JsonValue | undefined>;

/** An object as it is; `null` for everything else. */
export function asRecord(value: JsonValue | undefined): JsonRecord | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

/** The objects of a list; everything else is left out. */
export function asRecords(value: JsonValue | undefined): JsonRecord[] {
  return Array.isArray(value) ? value.map(asRecord).filter((item) => item !== null) : [];
}

/** Any value as text: texts as they are, the rest as JSON. */
export function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
