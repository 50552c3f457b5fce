/** What is filled in, and how it is sent. Which values are right is the backend's to say. Pure. */
import type { ApiVersion, CallRequest, FieldDto, FieldProblemDto, FieldValueDto } from '../../../ipc/generated/contract';
import { fieldKey, valuesOf, type Draft, type Named } from '../../../shared/form/fieldDraft';

export type Form = {
  draft: Draft;
  version: ApiVersion;
  allPages: boolean;
  /** Fields that were left once; what is wrong with others is not shown before *Send*. */
  touched: readonly string[];
  /** *Send* was pressed: everything that is wrong is shown. */
  tried: boolean;
};

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
