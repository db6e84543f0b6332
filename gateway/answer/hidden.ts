import {
  alwaysClear,
  clear,
  type Effect,
  type FieldEffect,
  fact,
  isSoleTraders,
  type MaskRule,
  type Reason,
} from '../effect.ts';
import { Refusal } from '../errors.ts';
import { masked } from '../mask/mask.ts';
import { type Holder, notThere, nowhere, pathTo, type Slot } from './slot.ts';

// What is not shown as it is. Nothing else stands between a fetched value and the text of the answer.

/** A slot that shows nothing, whatever there is: that was told beforehand. */
export function deniedSlot(isNeeded: boolean): Slot {
  const nothing = isNeeded ? undefined : 'null';
  return { write: () => nothing, pathOf: nowhere, inherits: false };
}

/** A slot that shows the masked form of a value; of one that can't be masked, nothing. */
export function maskedSlot(rule: MaskRule, isNeeded: boolean): Slot {
  return {
    pathOf: nowhere,
    inherits: false,
    write(value, holder, key) {
      if (typeof value !== 'string' && typeof value !== 'number')
        return notThere(value, { isNeeded, holder, key, pathOf: nowhere });
      const form = masked(rule, value);
      if (form !== null) return JSON.stringify(form);
      return isNeeded ? undefined : 'null';
    },
  };
}

/** The slot for a field that is shown by what is known of the record; `slotFor` makes one for an effect. */
export function slotByEffect(
  effect: FieldEffect,
  isNeeded: boolean,
  slotFor: (effect: Effect) => Slot,
): Slot {
  if (effect.kind === 'always') return slotFor(effect.effect);
  const slots = new Map<Effect, Slot>();
  const slotOf = (each: Effect): Slot => {
    const known =
      slots.get(each) ?? (each.kind === 'DENIED' ? tellingSlot(each.reason, isNeeded) : slotFor(each));
    slots.set(each, known);
    return known;
  };
  // Every form is made beforehand, so that what is kept needs nothing more of the compiling.
  const forms = Array.from({ length: everyFact + 1 }, (_, facts) => slotOf(effect.of(facts)));
  const rules = Array.from({ length: everyFact + 1 }, (_, facts) => ruleOf(effect.of(facts)));
  const [first] = forms;
  return {
    pathOf: (within) => forms.find((form) => form.pathOf !== nowhere)?.pathOf(within) ?? [],
    inherits: !effect.isOfValue || effect.facts !== fact.soleTrader || (first?.inherits ?? false),
    write(value, holder, key) {
      const facts = (effect.isOfValue ? factsWith(value, holder.facts) : holder.facts) & everyFact;
      const rule = rules[facts];
      if (rule && value !== null && value !== undefined) tellMasked(rule, holder, key);
      return forms[facts]?.write(value, holder, key);
    },
  };
}

function ruleOf(effect: Effect): MaskRule | null {
  return effect.kind === 'MASKED' ? effect.rule : null;
}

function tellMasked(rule: MaskRule, holder: Holder, key: string | number): void {
  const { masked: told, mostTold } = holder.telling;
  if (told.length < mostTold) told.push({ path: pathTo(holder, key), rule });
}

/**
 * What becomes of a list and of its items: one thing for all of it, or one for each item where its value says whose it is; of a
 * list of which no item may be shown not even the length.
 */
export function effectOfList(effect: FieldEffect): {
  readonly list: FieldEffect;
  readonly item: FieldEffect;
} {
  if (effect.kind !== 'by-record' || !effect.isOfValue) return { list: effect, item: alwaysClear };
  const { facts, of } = effect;
  return {
    list: { kind: 'by-record', facts, isOfValue: false, of: (own) => ofList(of, own) },
    item: effect,
  };
}

function ofList(of: (facts: number) => Effect, facts: number): Effect {
  const ofFirms = of(facts & ~fact.soleTrader);
  const isDenied = ofFirms.kind === 'DENIED' && of(facts | fact.soleTrader).kind === 'DENIED';
  return isDenied ? ofFirms : clear;
}

const everyFact = fact.minor | fact.soleTrader | fact.inRegion | fact.party | fact.unmasked;

/** A credit code says whose it is, in whosever record it stands. */
function factsWith(value: unknown, around: number): number {
  return isSoleTraders(value) ? around | fact.soleTrader : around & ~fact.soleTrader;
}

/** Shows nothing, and says so at the record's own path. */
function tellingSlot(reason: Reason, isNeeded: boolean): Slot {
  const problem = refusalFor(reason);
  return {
    pathOf: nowhere,
    inherits: false,
    write(_, holder, key) {
      const { problems, mostTold } = holder.telling;
      if (problems.length < mostTold) problems.push({ problem, path: pathTo(holder, key) });
      return isNeeded ? undefined : 'null';
    },
  };
}

/** What the caller is told of something that is not shown. */
export function refusalFor({ code, message, messageZh }: Reason, coordinate?: string): Refusal {
  return new Refusal('UNAUTHORIZED_FIELD_OR_TYPE', message, {
    reason: code,
    ...(coordinate !== undefined && { coordinate }),
    messageZh,
  });
}
