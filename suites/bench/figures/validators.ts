import { isObject, type Json } from '../../../core/json.ts';
import { byTurns, type Figure, median } from '../figure.ts';
import { child, ended, runNode } from '../program.ts';

const MEBIBYTE = 1024 * 1024;

export const validatorsFigure: Figure = {
  id: 'validators',
  title: 'Loading all validators',
  how: 'A fresh process imports the compiled validators of the contract `openai` and calls one. The floor imports a module that holds as much text in a string.',
  async measure({ runs }) {
    const { floor, subject } = await byTurns(
      runs,
      () => load('text'),
      () => load('validators'),
    );
    const ms = (all: readonly Loaded[]) => median(all.map((one) => one.ms));
    const mebibytes = (all: readonly Loaded[]) => median(all.map(({ bytes }) => bytes)) / MEBIBYTE;
    return [
      { what: 'time', value: ms(subject), unit: 'ms', floor: ms(floor), reach: { most: 20 } },
      { what: 'memory', value: mebibytes(subject), unit: 'MiB', floor: mebibytes(floor), reach: { most: 45 } },
    ];
  },
};

interface Loaded {
  readonly ms: number;
  readonly bytes: number;
}

async function load(what: string): Promise<Loaded> {
  const printed = JSON.parse(ended(await runNode([child('load'), what])).stdout) as Json;
  if (!isObject(printed)) throw new Error('nothing was measured');
  return { ms: Number(printed['ms']), bytes: Number(printed['bytes']) };
}
