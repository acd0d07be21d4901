import type { ContractId } from '../../../core/contract.ts';
import type { Edit, Level, Rule, RuleId } from '../../../core/rule.ts';
import { cut } from '../../text.ts';

/** What a rule rests on and what makes it fail, by its id. */
export type RuleGuide = Readonly<Record<RuleId, RuleGuideEntry>>;

export interface RuleGuideEntry {
  /** What the contracts say, in the project's words, where this rule judges it. */
  readonly statements: readonly GuideStatement[];
  /** Of a rule of vendors' own documents: what it judges, by the ids of these documents. */
  readonly promises?: Readonly<Record<string, readonly GuidePromise[]>>;
  /** Of such a rule: it judges printed examples, beside answers or alone. */
  readonly ofExamples?: 'too' | 'only';
  /** Deliberate defects of the reference provider that this rule notices. */
  readonly faults: readonly { readonly id: string; readonly title: string }[];
  readonly counterexample: {
    /** `scenario/step` of the reference's answer that is edited. */
    readonly of: string;
    /** What makes exactly this rule fail, a phrase for each change. */
    readonly edits: readonly string[];
  };
}

/** What a vendor's document states, and its line there. */
export interface GuidePromise {
  readonly line: number;
  readonly says: string;
}

/** A vendor's document, with what an answer can break of it, by rule. */
export interface GuideDocument {
  readonly id: string;
  readonly promises: readonly { readonly rule: RuleId; readonly promises: readonly GuidePromise[] }[];
}

export interface GuideStatement {
  readonly id: string;
  readonly says: string;
  readonly levels: Readonly<Partial<Record<ContractId, Level>>>;
}

/** Pure; the command line gives it the statements and faults, which reporters may not import. */
export function ruleGuide(
  rules: readonly (Pick<Rule, 'id' | 'counterexample'> & Pick<RuleGuideEntry, 'ofExamples'>)[],
  statements: readonly (GuideStatement & { readonly rules: readonly RuleId[] })[],
  faults: readonly { readonly id: string; readonly title: string; readonly breaks: readonly RuleId[] }[],
  documents: readonly GuideDocument[] = [],
): RuleGuide {
  return Object.fromEntries(
    rules.map(({ id, counterexample, ofExamples }): readonly [RuleId, RuleGuideEntry] => [
      id,
      {
        statements: statements
          .filter((statement) => statement.rules.includes(id))
          .map(({ id: number, says, levels }) => ({ id: number, says, levels })),
        faults: faults
          .filter(({ breaks }) => breaks.includes(id))
          .map(({ id: fault, title }) => ({ id: fault, title })),
        ...promisesOf(id, documents),
        ...(ofExamples === undefined ? {} : { ofExamples }),
        counterexample: { of: counterexample.of, edits: counterexample.edit.map(editWords) },
      },
    ]),
  );
}

function promisesOf(rule: RuleId, documents: readonly GuideDocument[]): Pick<RuleGuideEntry, 'promises'> {
  const found = documents.flatMap(({ id, promises }) =>
    promises.flatMap((each) => (each.rule === rule ? [[id, each.promises] as const] : [])),
  );
  return found.length === 0 ? {} : { promises: Object.fromEntries(found) };
}

const VALUE_CHARACTERS = 120;

function editWords(edit: Edit): string {
  switch (edit.op) {
    case 'set':
      return `set ${edit.path} to ${short(edit.value)}`;
    case 'remove':
      return `remove ${edit.path}`;
    case 'before':
    case 'after':
      return `insert an event ${edit.op} ${edit.path}: ${short(edit.event)}`;
    case 'move':
      return `move ${edit.path} before ${edit.before}`;
    case 'wire':
      return `on the wire, write ${short(edit.to)} for ${short(edit.from)}`;
    default:
      return edit satisfies never;
  }
}

function short(value: unknown): string {
  return cut(JSON.stringify(value), VALUE_CHARACTERS);
}
