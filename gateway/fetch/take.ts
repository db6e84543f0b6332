import { Fault } from '../errors.ts';
import { keysOf } from '../graph/asked.ts';
import { Linked } from '../graph/linked.ts';
import { isRecord } from '../record.ts';
import type { EntityPart, EntityStep, Foreign, Request, RootStep } from './compile.ts';
import type { DepartmentReply } from './department.ts';
import { failMissing, placeErrors } from './failure.ts';
import type { Gathered, Group, Sighted } from './gather.ts';
import { copiedKeys, mergeInto } from './merge.ts';
import { type Growing, type IsOfType, visitIn } from './place.ts';

/** What is known so far, and of which type its records may be. */
export type Merging = Sighted & { readonly isOfType: IsOfType };

/** Takes over what a department said to a root request. */
export function takeRoot(step: RootStep, reply: DepartmentReply, merging: Merging): void {
  const data = reply instanceof Fault ? null : reply.data;
  const loose = reply instanceof Fault ? reply : placeErrors(reply, step.department);
  if (data) {
    step.rewrite(data);
    takeOut(step.foreign, data);
    mergeInto(merging.data, data, step.asked, merging.isOfType);
  }
  const fault = loose ?? (data ? null : invalid(step, 'neither data nor errors'));
  if (fault) failMissing(fault, merging.data, step.asked, merging.isOfType);
  merging.standing.clear();
}

/** What was asked of entities. */
type AskedOf = {
  readonly step: EntityStep;
  readonly gathered: readonly Gathered[];
  /** Representations in the order in which they were asked, where that is not the order of the groups. */
  readonly texts: readonly string[] | null;
};

/** Takes over what a department said of entities, or lays its failure at them. */
export function takeEntities(
  reply: DepartmentReply,
  { step, gathered, texts }: AskedOf,
  merging: Merging,
): void {
  const data = reply instanceof Fault ? null : reply.data;
  const loose = reply instanceof Fault ? reply : placeErrors(reply, step.department);
  const unfit = () => invalid(step, 'not one record or null for each representation');
  for (const { part, groups } of gathered) {
    const answers = data?.[part.alias];
    if (!Array.isArray(answers) || answers.length !== (texts ?? groups).length) {
      const fault = answers instanceof Fault ? answers : (loose ?? unfit());
      for (const { records } of groups) fail(fault, records, part, merging);
      continue;
    }
    for (const [index, group] of groups.entries()) {
      const answer: unknown = answers[texts ? texts.indexOf(group.text) : index];
      if (isRecord(answer) && !isOther(answer, group, merging.isOfType))
        takeEntity(answer, { part, group, loose }, merging);
      else if (answer === null && !loose) link(null, group.records, part);
      else fail(answer instanceof Fault ? answer : (loose ?? unfit()), group.records, part, merging);
    }
  }
}

function takeEntity(
  answer: Growing,
  { part, group, loose }: { readonly part: EntityPart; readonly group: Group; readonly loose: Fault | null },
  merging: Merging,
): void {
  part.rewrite(answer);
  takeOut(part.foreign, answer);
  if (loose) failMissing(loose, answer, part.asked, merging.isOfType);
  link(answer, group.records, part);
  if (part.bringsRecords) merging.standing.clear();
  if (isEmpty(part.merged)) return;
  const keys = keysOf(part.merged);
  for (const record of group.records)
    mergeInto(record, copiedKeys(answer, keys), part.merged, merging.isOfType);
}

/** Takes out of an answer what others alone were asked for. */
function takeOut(foreign: readonly Foreign[], record: Growing): void {
  for (const { key, keys, within } of foreign)
    visitIn(record[key], (inner) => {
      for (const each of keys) delete inner[each];
      takeOut(within, inner);
    });
}

/** Lays a fault at all that a department was to tell of records. */
export function fail(fault: Fault, records: readonly Growing[], part: EntityPart, merging: Merging): void {
  link(fault, records, part);
  if (isEmpty(part.merged)) return;
  for (const record of records) failMissing(fault, record, part.merged, merging.isOfType);
}

function link(answer: Growing | Fault | null, records: readonly Growing[], { setLink }: EntityPart): void {
  const linked = new Linked(answer);
  for (const record of records) setLink(record, linked);
}

function isEmpty({ fields, on }: EntityPart['merged']): boolean {
  return fields.length === 0 && on.length === 0;
}

/** Whether a department answers about another entity: its type, or a key that it repeats, is not what it was asked for. */
function isOther(answer: Growing, { records, route }: Group, isOfType: IsOfType): boolean {
  const [asked] = records;
  if (asked && isOfOther(asked, answer, isOfType)) return true;
  return route.keys.some(({ name, read }) => {
    const answered = answer[name];
    const isSaid = answered !== undefined && answered !== null && !(answered instanceof Fault);
    const known = asked && read(asked);
    return known !== undefined && known !== null && isSaid && !isSameKey(known, answered);
  });
}

/** A number may come back as text; a list of keys as the same list. */
function isSameKey(asked: unknown, answered: unknown): boolean {
  return keyText(asked) === keyText(answered);
}

function keyText(key: unknown): string {
  return typeof key === 'string' ? key : JSON.stringify(key);
}

/** Whether a record is of another type than the one asked about; an interface may stand for a type. */
function isOfOther({ __typename: own }: Growing, { __typename: told }: Growing, isOfType: IsOfType): boolean {
  if (told === undefined || typeof own !== 'string') return false;
  return typeof told !== 'string' || !(isOfType(told, own) || isOfType(own, told));
}

function invalid(request: Request, what: string): Fault {
  return new Fault('DEPARTMENT_ANSWER_INVALID', { cause: new Error(what), department: request.department });
}
