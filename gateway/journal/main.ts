// npm run journal -- verify | witness | prove <trace> | verify-receipt <file> | explain <trace> | who-saw <subject>.
// Arguments, work and words each have their file under command/.
import { type Common, readArguments, type Work } from './command/arguments.ts';
import type { Disclosure } from './command/disclosures.ts';
import { told } from './command/told.ts';
import { Unusable } from './command/unusable.ts';
import {
  codes,
  exitCode,
  help,
  notRecorded,
  progressOn,
  receiptLine,
  verificationLines,
  wrongArguments,
} from './command/words.ts';
import { explain, prove, verify, verifyReceipt, whoSaw, witness } from './command/work.ts';

// A reader such as `head` may have had enough; that is no failure.
process.stdout.on('error', () => process.exit());
const asked = readArguments(process.argv.slice(2));
if (asked.kind === 'help') process.stdout.write(help);
else if (asked.kind === 'wrong') end(codes['wrong use'], wrongArguments(asked));
else
  await run(asked).catch((error: unknown) => {
    end(codes['not done'], error instanceof Unusable ? error.message : `it failed: ${String(error)}`);
  });

async function run(work: Common & Work): Promise<void> {
  switch (work.kind) {
    case 'verify': {
      const verified = await verify(work, (log) => progressOn(process.stderr, log));
      print(work.json ? json(verified) : verified.map(verificationLines).join('\n'));
      process.exitCode = exitCode(verified.map(({ verdict }) => verdict));
      return;
    }
    case 'witness':
      return print((await witness(work)).join('\n').trimEnd());
    case 'prove': {
      const receipt = await prove(work);
      if (receipt === 'not recorded') return end(codes.incomplete, notRecorded(work));
      if (receipt === 'not covered yet')
        return end(
          codes.incomplete,
          'no checkpoint covers its entries yet; one comes every minute: ask again',
        );
      return print(json(receipt));
    }
    case 'verify-receipt':
      return showCheck(work);
    case 'explain': {
      const found = await explain(work);
      show(found, work);
      if (found.length === 0) process.exitCode = codes.incomplete;
      return;
    }
    case 'who-saw':
      return show(await whoSaw(work), work);
  }
}

function showCheck(work: Common & Extract<Work, { kind: 'verify-receipt' }>): void {
  const check = verifyReceipt(work);
  if (work.json) print(json(check));
  if (check.kind === 'wrong') return end(codes.tampered, `the receipt is wrong: ${check.what}`);
  if (check.kind === 'unknown key')
    return end(codes['unknown key'], 'the receipt is signed with no known key');
  if (!work.json) print(receiptLine(check));
}

function show(disclosures: readonly Disclosure[], { json: asJson, language }: Common): void {
  if (asJson) print(json(disclosures));
  else if (disclosures.length > 0) print(disclosures.map((each) => told(each, language)).join('\n\n'));
  else process.stderr.write(language === 'zh' ? '没有记录\n' : 'nothing is recorded\n');
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function end(code: number, words: string): void {
  process.stderr.write(`${words}\n`);
  process.exitCode = code;
}
