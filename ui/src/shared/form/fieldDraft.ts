/** One field as it is filled in, and how it is sent. Which values are right is the backend's to say. Pure. */
import type { FieldDto, FieldPlace, FieldValueDto } from '../../ipc/generated/contract';
import { parseInstant } from '../instants';

/** One field as it stands in the form. */
export type FieldDraft = {
  /** As typed; a list has one entry a line, a time is RFC 3339 text, a file is the id it was given. */
  text: string;
  /** The chosen file's name and size, for showing. */
  file?: { name: string; bytes: number };
};

/** By `fieldKey`. */
export type Draft = Readonly<Record<string, FieldDraft>>;

export type Named = { place: FieldPlace; name: string };

export function fieldKey({ place, name }: Named): string {
  return `${place}:${name}`;
}

/** The values that are sent: an empty field is left out. */
export function valuesOf(fields: readonly FieldDto[], draft: Draft): FieldValueDto[] {
  return fields.flatMap((field) => {
    const text = draft[fieldKey(field)]?.text ?? '';
    const values = field.kind === 'list' ? text.split('\n').map((line) => line.trim()).filter((line) => line !== '') : text === '' ? [] : [text];
    return values.length === 0 ? [] : [{ place: field.place, name: field.name, values }];
  });
}

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/** What a date-and-time input gave, as RFC 3339; the text itself where it is no such time. */
export function timeFromInput(typed: string): string {
  const at = LOCAL.test(typed) ? new Date(typed) : null;
  return at === null || Number.isNaN(at.getTime()) ? typed : at.toISOString().replace('.000Z', 'Z');
}

/** RFC 3339 text as a date-and-time input wants it, local; the text itself where it is none. */
export function timeForInput(text: string): string {
  const at = parseInstant(text);
  if (at === null) {
    return text;
  }
  const local = new Date(at);
  const two = (number: number): string => String(number).padStart(2, '0');
  const seconds = local.getSeconds() === 0 ? '' : `:${two(local.getSeconds())}`;
  return `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}T${two(local.getHours())}:${two(local.getMinutes())}${seconds}`;
}
