/** What is filled in, and how it is sent. Which values are right is the backend's to say. Pure. */
import type { ApiVersion, CallRequest, FieldDto, FieldPlace, FieldProblemDto, FieldValueDto } from '../../../ipc/generated/contract';
import { parseInstant } from '../../../shared/instants';

/** One field as it stands in the form. */
export type FieldDraft = {
  /** As typed; a list has one entry a line, a time is RFC 3339 text, a file is the id it was given. */
  text: string;
  /** The chosen file's name and size, for showing. */
  file?: { name: string; bytes: number };
};

/** By `fieldKey`. */
export type Draft = Readonly<Record<string, FieldDraft>>;

export type Form = {
  draft: Draft;
  version: ApiVersion;
  allPages: boolean;
  /** Fields that were left once; what is wrong with others is not shown before *Send*. */
  touched: readonly string[];
  /** *Send* was pressed: everything that is wrong is shown. */
  tried: boolean;
};

type Named = { place: FieldPlace; name: string };

export function fieldKey({ place, name }: Named): string {
  return `${place}:${name}`;
}

/** An untouched form. A required object begins with its skeleton; what may be left out begins empty. */
export function emptyForm(fields: readonly FieldDto[]): Form {
  const begun = fields.filter(({ required, template }) => required && template !== null);
  const draft: Draft = Object.fromEntries(begun.map((field) => [fieldKey(field), { text: field.template ?? '' }]));
  return { draft, version: 'latest', allPages: false, touched: [], tried: false };
}

/** A form filled with values from elsewhere: a row, an earlier call. A file has to be chosen again. */
export function filledForm(fields: readonly FieldDto[], values: readonly FieldValueDto[]): Form {
  const form = emptyForm(fields);
  const kinds = new Map(fields.map((field) => [fieldKey(field), field.kind]));
  const known = values.filter((value) => kinds.has(fieldKey(value)) && kinds.get(fieldKey(value)) !== 'file');
  const filled: Draft = Object.fromEntries(known.map((value) => [fieldKey(value), { text: value.values.join('\n') }]));
  return { ...form, draft: { ...form.draft, ...filled } };
}

/** The values that are sent: an empty field is left out. */
export function valuesOf(fields: readonly FieldDto[], draft: Draft): FieldValueDto[] {
  return fields.flatMap((field) => {
    const text = draft[fieldKey(field)]?.text ?? '';
    const values = field.kind === 'list' ? text.split('\n').map((line) => line.trim()).filter((line) => line !== '') : text === '' ? [] : [text];
    return values.length === 0 ? [] : [{ place: field.place, name: field.name, values }];
  });
}

export function callOf(callId: string, operationId: string, fields: readonly FieldDto[], form: Form): CallRequest {
  return {
    callId,
    operationId,
    values: valuesOf(fields, form.draft),
    version: form.version,
    allPages: form.allPages,
    confirmedName: null,
  };
}

/** What is wrong with a field, as far as it may be said by now. */
export function shownProblem(form: Form, problems: readonly FieldProblemDto[], field: Named): string | null {
  if (!form.tried && !form.touched.includes(fieldKey(field))) {
    return null;
  }
  return problems.find(({ place, name }) => place === field.place && name === field.name)?.message ?? null;
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
