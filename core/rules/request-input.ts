import { arrayOf, type JsonObject, stringMember } from '../json.ts';
import { type Form, isMessage, isType, itemsOf, type Placed, partsOf, placesOf, refusing } from './request-forms.ts';

const MESSAGE = '#/components/schemas/InputItem.message' as const;
const IMAGE = '#/components/schemas/InputContent.input_image' as const;
const FILE = '#/components/schemas/InputContent.input_file' as const;

/** Messages in every form that a request may hold (A03, A05 to A11). */
export const messageForms: readonly Form[] = [
  {
    id: 'easy-message',
    title: 'A message without a type, with a string as content, is served',
    levels: ['MUST', 'SHOULD'],
    source: MESSAGE,
    capability: 'core',
    weight: 0,
    places: messages(({ value }) => value['type'] === undefined && typeof value['content'] === 'string'),
    counterexample: refusing('text-array/create', 'input[0]'),
  },
  {
    id: 'typed-message',
    title: 'A typed message with input_text parts is served',
    levels: ['MUST', 'MUST'],
    source: MESSAGE,
    capability: 'core',
    weight: 0,
    places: messages(
      (item) =>
        item.value['type'] === 'message' &&
        item.value['role'] !== 'assistant' &&
        arrayOf(item.value['content']).length > 0 &&
        partsOf(item).every(isType('input_text')),
    ),
    counterexample: refusing('typed-input/create', 'input[0]'),
  },
  {
    id: 'typed-string',
    title: 'A typed message with a string as content is served',
    levels: ['MUST', 'SHOULD'],
    source: MESSAGE,
    capability: 'core',
    weight: 1,
    places: messages(({ value }) => value['type'] === 'message' && typeof value['content'] === 'string'),
    counterexample: refusing('input-forms/typed-string', 'input[0].content'),
  },
  {
    id: 'untyped-parts',
    title: 'A message without a type, with a list of parts as content, is served',
    levels: ['MUST', 'SHOULD'],
    source: MESSAGE,
    capability: 'core',
    weight: 1,
    places: messages(
      (item) =>
        item.value['type'] === undefined &&
        item.value['role'] !== 'assistant' &&
        partsOf(item).some(isType('input_text')),
    ),
    counterexample: refusing('input-forms/untyped-parts', 'input[0].content'),
  },
  {
    id: 'several-messages',
    title: 'Several typed user messages in one input are served',
    levels: ['MUST', 'MUST'],
    source: '#/components/schemas/Request.createResponse/properties/input',
    capability: 'core',
    weight: 1,
    places: (sent) => {
      const items = itemsOf(sent);
      return items.length > 1 && items.every(({ value }) => value['type'] === 'message' && value['role'] === 'user')
        ? placesOf(items.slice(1))
        : [];
    },
    counterexample: refusing('input-messages-rare/several', 'input[1]'),
  },
  {
    id: 'system-message',
    title: 'A system message in the input is served',
    levels: ['MUST', 'SHOULD'],
    source: MESSAGE,
    capability: 'core',
    weight: 1,
    places: messages(({ value }) => value['role'] === 'system'),
    counterexample: refusing('roles/system', 'input[0].role'),
  },
  {
    id: 'developer-message',
    title: 'A developer message in the input is served',
    levels: ['MUST', 'SHOULD'],
    source: MESSAGE,
    capability: 'core',
    weight: 1,
    places: messages(({ value }) => value['role'] === 'developer'),
    counterexample: refusing('roles/developer', 'input[0].role'),
  },
  {
    id: 'assistant-history',
    title: 'An assistant message with a string as content is served as history',
    levels: ['MUST', 'SHOULD'],
    source: MESSAGE,
    capability: 'core',
    weight: 1,
    places: messages(({ value }) => value['role'] === 'assistant' && typeof value['content'] === 'string'),
    counterexample: refusing('multi-turn/create', 'input[1]'),
  },
  {
    id: 'assistant-parts',
    title: 'An assistant message with output_text parts and no id is served as history',
    levels: ['MUST', 'SHOULD'],
    source: MESSAGE,
    capability: 'core',
    weight: 1,
    places: messages(
      (item) =>
        item.value['role'] === 'assistant' &&
        item.value['id'] === undefined &&
        partsOf(item).some(isType('output_text')),
    ),
    counterexample: refusing('input-forms/assistant-parts', 'input[1]'),
  },
  {
    id: 'output-message',
    title: 'A full output message, with id and status, is served as history',
    levels: ['MUST', '-'],
    source: '#/components/schemas/Item.message',
    capability: 'core',
    weight: 1,
    places: messages(
      (item) =>
        item.value['role'] === 'assistant' &&
        typeof item.value['id'] === 'string' &&
        partsOf(item).some(isType('output_text')),
    ),
    counterexample: refusing('input-messages/output-message', 'input[1]'),
  },
  {
    id: 'refusal-history',
    title: 'An assistant message with a refusal is served as history',
    levels: ['MUST', '-'],
    source: '#/components/schemas/Content.refusal',
    capability: 'core',
    weight: 3,
    places: parts((part) => part.value['type'] === 'refusal'),
    counterexample: refusing('input-messages-rare/refusal', 'input[1].content[0]'),
  },
  {
    id: 'phase',
    title: 'The phase of an assistant message is served as history',
    levels: ['MAY', 'MUST'],
    source: '#/components/schemas/Item.message',
    capability: 'core',
    weight: 3,
    places: (sent) =>
      placesOf(itemsOf(sent).filter(({ value }) => typeof value['phase'] === 'string')).map((at) => `${at}.phase`),
    counterexample: refusing('input-messages/phase', 'input[1].phase'),
  },
  {
    id: 'cache-breakpoint',
    title: 'A prompt_cache_breakpoint in a part is served',
    levels: ['MAY', '-'],
    source: '#/components/schemas/PromptCacheBreakpointConfig',
    capability: 'core',
    weight: 3,
    places: (sent) =>
      parts(({ value }) => value['prompt_cache_breakpoint'] !== undefined)(sent).map(
        (at) => `${at}.prompt_cache_breakpoint`,
      ),
    counterexample: refusing('input-messages-rare/cache-breakpoint', 'input[0].content[0].prompt_cache_breakpoint'),
  },
  {
    id: 'image-data',
    title: 'An input_image with a data URL is served',
    levels: ['MUST', 'MUST'],
    source: IMAGE,
    capability: 'multimodal',
    weight: 2,
    places: images(
      (image) => stringMember(image, 'image_url')?.startsWith('data:') === true && image['detail'] !== 'original',
    ),
    counterexample: refusing('image-input/create', 'input[0].content[1]'),
  },
  {
    id: 'image-url',
    title: 'An input_image with the address of an image is served',
    levels: ['MUST', 'MUST'],
    source: IMAGE,
    capability: 'multimodal',
    weight: 2,
    places: images((image) => /^https?:/.test(stringMember(image, 'image_url') ?? '')),
    counterexample: refusing('images/url', 'input[0].content[1]'),
  },
  {
    id: 'image-detail',
    title: 'An input_image with the detail low, high or auto is served',
    levels: ['MUST', 'MUST'],
    source: IMAGE,
    capability: 'multimodal',
    weight: 'named',
    places: details((detail) => detail !== 'original'),
    counterexample: refusing('image-input/create', 'input[0].content[1].detail'),
  },
  {
    id: 'image-detail-original',
    title: 'An input_image with the detail original is served',
    levels: ['MUST', '-'],
    source: IMAGE,
    capability: 'multimodal',
    weight: 3,
    places: details((detail) => detail === 'original'),
    counterexample: refusing('images/original', 'input[0].content[1].detail'),
  },
  {
    id: 'image-id',
    title: 'An input_image with the id of an uploaded file is served',
    levels: ['MUST', '-'],
    source: IMAGE,
    capability: 'multimodal',
    weight: 2,
    places: images((image) => typeof image['file_id'] === 'string'),
    counterexample: refusing('uploaded-files/image', 'input[0].content[1]'),
  },
  {
    id: 'file-data',
    title: 'An input_file with its content and name is served',
    levels: ['MUST', 'SHOULD'],
    source: FILE,
    capability: 'multimodal',
    weight: 2,
    places: parts(({ value }) => value['type'] === 'input_file' && typeof value['file_data'] === 'string'),
    counterexample: refusing('files/data', 'input[0].content[1]'),
  },
  {
    id: 'file-url',
    title: 'An input_file with the address of a file is served',
    levels: ['MUST', 'SHOULD'],
    source: FILE,
    capability: 'multimodal',
    weight: 2,
    places: parts(({ value }) => value['type'] === 'input_file' && typeof value['file_url'] === 'string'),
    counterexample: refusing('files/url', 'input[0].content[1]'),
  },
  {
    id: 'file-id',
    title: 'An input_file with the id of an uploaded file is served',
    levels: ['MUST', '-'],
    source: FILE,
    capability: 'multimodal',
    weight: 2,
    places: parts(({ value }) => value['type'] === 'input_file' && typeof value['file_id'] === 'string'),
    counterexample: refusing('uploaded-files/file', 'input[0].content[1]'),
  },
];

function messages(is: (item: Placed) => boolean): Form['places'] {
  return (sent) => placesOf(itemsOf(sent).filter((item) => isMessage(item) && is(item)));
}

function parts(is: (part: Placed) => boolean): Form['places'] {
  return (sent) => placesOf(itemsOf(sent).filter(isMessage).flatMap(partsOf).filter(is));
}

function images(is: (image: JsonObject) => boolean): Form['places'] {
  return parts(({ value }) => value['type'] === 'input_image' && is(value));
}

function details(is: (detail: string) => boolean): Form['places'] {
  return (sent) =>
    images((image) => typeof image['detail'] === 'string' && is(image['detail']))(sent).map((at) => `${at}.detail`);
}
