import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { CONTRACT_IDS, type ContractId } from '../../core/contract.ts';
import { LEVELS, type Level, type RuleId } from '../../core/rule.ts';
import { packageFile } from '../package-root.ts';

/**
 * One thing that a contract says, in the project's own words: the ground that the rules have to cover. Numbers are those
 * of the list of statements that the project was begun with; a number never changes its meaning.
 */
export interface Statement {
  /** `A31`: the group and the number in it. */
  readonly id: string;
  readonly says: string;
  readonly levels: Readonly<Partial<Record<ContractId, Level>>>;
  /** The rules that judge it. */
  readonly rules: readonly RuleId[];
  /** Why no rule judges it, or what of it none can judge. */
  readonly unseen?: string;
}

const LEVEL = { enum: [...LEVELS, '-'] } as const;
const isList = new Ajv({ allErrors: true }).compile({
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'says', ...CONTRACT_IDS],
    properties: {
      id: { type: 'string', pattern: '^[A-Z][0-9]{2}$' },
      says: { type: 'string', minLength: 10, maxLength: 300 },
      openai: LEVEL,
      'open-responses': LEVEL,
      rules: { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true },
      unseen: { type: 'string', minLength: 10 },
    },
  },
});

type Written = Readonly<Record<ContractId, Level | '-'>> & Omit<Statement, 'levels' | 'rules'> & Partial<Statement>;

/**
 * All statements, in the order of their ids.
 * @throws Error naming the file and what is wrong in it
 */
export function loadStatements(): readonly Statement[] {
  const folder = packageFile('specs', 'statements');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files
    .flatMap((name) => {
      const list: unknown = parse(readFileSync(packageFile('specs', 'statements', name), 'utf8'));
      if (isList(list)) return (list as readonly Written[]).map(statementOf);
      const wrong = (isList.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
      throw new Error(`specs/statements/${name}: ${wrong.join('; ')}`);
    })
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}

function statementOf({ id, says, rules = [], unseen, ...rest }: Written): Statement {
  const levels: Partial<Record<ContractId, Level>> = {};
  for (const contract of CONTRACT_IDS) {
    const level = rest[contract];
    if (level !== '-') levels[contract] = level;
  }
  return { id, says, levels, rules, ...(unseen === undefined ? {} : { unseen }) };
}
