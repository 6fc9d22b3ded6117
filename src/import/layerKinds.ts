// What each layer keeps, in order: every token, a window, or nothing. The fields that say so differ by family, and what
// they do not say is a problem rather than a guess.

import { isList, type JsonField, type JsonValue } from './json';
import { leavesOutDefaults } from './part';
import type { FieldReader } from './reader';
import type { RuleCode, Values } from './model';
import type { KnownType } from './modelType';
import type { WindowSize } from './window';

export type LayerKind = 'full' | 'window' | 'none';

/** The words, letters and numbers that lists of layers use. */
const kindOfWord: ReadonlyMap<JsonValue, LayerKind> = new Map<JsonValue, LayerKind>([
  ...(
    [
      'full_attention',
      'attention',
      'full',
      'global',
      'global_attention',
      'hybrid',
      'deepseek_sparse_attention',
    ] as const
  ).map((word) => [word, 'full'] as const),
  ...(
    [
      'sliding_attention',
      'chunked_attention',
      'local',
      'local_attention',
      'local_sliding',
      'sliding_window',
    ] as const
  ).map((word) => [word, 'window'] as const),
  ...(
    ['linear_attention', 'mamba', 'mamba2', 'conv', 'recurrent', 'mlp', 'moe', 'linear'] as const
  ).map((word) => [word, 'none'] as const),
]);

interface Layout {
  readonly field: Pick<JsonField, 'place'>;
  readonly kinds: readonly LayerKind[];
  /** How they follow, where the field's value does not say. */
  readonly rule?: RuleCode;
  readonly values?: Values;
}

/** A layout that a field gives, 'wrong' where the field makes no sense, nothing where there is no such field. */
type Found = Layout | 'wrong' | undefined;

/** Repeats a pattern over the layers. */
const over = (layers: number, kindOf: (layer: number) => LayerKind): LayerKind[] =>
  Array.from({ length: layers }, (_, layer) => kindOf(layer));

/** One word for each layer, or a pattern of them where `repeats`. */
function fromWords(
  fields: FieldReader,
  name: string,
  layers: number,
  { words = kindOfWord, repeats = false } = {},
): Found {
  const field = fields.field(name);
  if (!field) return undefined;
  const { value, place } = field;
  const items = isList(value) ? value.items : typeof value === 'string' ? value.split('') : null;
  if (!items || items.length === 0) {
    fields.problem('layerKind', place, { kind: place.raw });
    return 'wrong';
  }
  // Layers that predict further tokens may be listed after the model's own.
  const extra = fields.field('num_nextn_predict_layers')?.value;
  const allowed = [layers, layers + (typeof extra === 'number' ? extra : 0)];
  if (!repeats && !allowed.includes(items.length)) {
    fields.problem('layerCount', place, { listed: items.length, layers });
    return 'wrong';
  }
  const kinds: LayerKind[] = [];
  for (const item of items) {
    const kind = words.get(item);
    if (!kind) {
      const shown = typeof item === 'object' ? typeof item : String(item);
      fields.problem('layerKind', place, { kind: shown.slice(0, 40) });
      return 'wrong';
    }
    kinds.push(kind);
  }
  return { field, kinds: over(layers, (i) => kinds[i % kinds.length] ?? 'full') };
}

/** The numbers of the layers that attend; all others keep nothing. */
function fromIndices(fields: FieldReader, name: string, layers: number, first: number): Found {
  const field = fields.field(name);
  if (!field) return undefined;
  const items = isList(field.value) ? field.value.items : [];
  const indices = new Set(items);
  const fits = (item: JsonValue) =>
    typeof item === 'number' && Number.isInteger(item) && item >= 0 && item < layers + first;
  if (items.length === 0 || indices.size < items.length || !items.every(fits)) {
    fields.problem('layerIndex', field.place, { layers });
    return 'wrong';
  }
  return { field, kinds: over(layers, (i) => (indices.has(i + first) ? 'full' : 'none')) };
}

/** Kinds that follow from a number: every so many layers. */
function fromNumber(
  fields: FieldReader,
  name: string,
  layers: number,
  kindOf: (every: number, layer: number) => LayerKind,
  min = 1,
): Found {
  const field = fields.field(name);
  if (!field) return undefined;
  const every = fields.wholeIn(field, { min, max: 1024 });
  if (every === undefined) return 'wrong';
  return { field, kinds: over(layers, (i) => kindOf(every, i)) };
}

const lettersOfWindows = new Map<JsonValue, LayerKind>([
  ['L', 'window'],
  ['G', 'full'],
]);
const numbersOfWindows = new Map<JsonValue, LayerKind>([
  [0, 'full'],
  [1, 'window'],
]);
/** Llama 4: layers that rotate see their own chunk of the text, the others all of it. */
const numbersOfChunks = new Map<JsonValue, LayerKind>([
  [0, 'full'],
  [1, 'window'],
]);
const numbersOfLinear = new Map<JsonValue, LayerKind>([
  [0, 'none'],
  [1, 'full'],
]);
const lettersOfHybrids = new Map<JsonValue, LayerKind>([
  ['*', 'full'],
  ['M', 'none'],
  ['-', 'none'],
  ['E', 'none'],
]);

const isChunk = ({ field }: WindowSize) => field?.place.path.endsWith('chunk_size') === true;

/** Every field that says which layers do what: where one says it, the others are understood as well. */
const layoutNames = [
  'layer_types',
  'layers_block_type',
  'sliding_window_pattern',
  '_sliding_window_pattern',
  'full_attention_interval',
  'max_window_layers',
  'attn_layer_offset',
  'no_rope_layers',
  'no_rope_layer_interval',
] as const;

/** Qwen's code counts the layers without a window; it has a count of its own where the file has none. */
function fromWindowCount(fields: FieldReader, layers: number, known: KnownType | undefined): Found {
  const rule = known?.window;
  const { maxWindowLayers, which = 'fromThere' } = rule ?? {};
  if (rule && maxWindowLayers === undefined) return undefined;
  const has =
    which === 'fromThere'
      ? (count: number, i: number) => i >= count
      : (count: number, i: number) => i < count && i % 2 === 0;
  const kindOf = (count: number, i: number): LayerKind => (has(count, i) ? 'window' : 'full');
  const stated = fromNumber(fields, 'max_window_layers', layers, kindOf, 0);
  if (stated || !known || maxWindowLayers === undefined) return stated;
  return {
    field: known,
    kinds: over(layers, (i) => kindOf(maxWindowLayers, i)),
    rule: 'windowsOfType',
    values: { modelType: known.name, count: maxWindowLayers },
  };
}

/** Llama 4 reads an empty list as none at all, and then lets every so many layers see everything. */
function fromEmptyList(fields: FieldReader, layers: number): Found {
  const field = fields.field('no_rope_layers');
  const isEmpty = field && isList(field.value) && field.value.items.length === 0;
  const interval = fields.field('no_rope_layer_interval');
  if (!isEmpty && (field || !interval)) return undefined;
  const every = interval ? fields.wholeIn(interval, { min: 1, max: 1024 }) : 4;
  const from = isEmpty ? field : interval;
  if (every === undefined || !from) return 'wrong';
  return {
    field: from,
    kinds: over(layers, (i) => ((i + 1) % every === 0 ? 'full' : 'window')),
    rule: 'everySoMany',
    values: { every },
  };
}

function statedLayout(
  fields: FieldReader,
  layers: number,
  sliding: WindowSize,
  known: KnownType | undefined,
): Found {
  const lastIs = (last: LayerKind, others: LayerKind) => (every: number, i: number) =>
    (i + 1) % every === 0 ? last : others;
  const windowed = (name: string): Found => {
    if (sliding.tokens === null) return undefined;
    const isText = fields.text(name) !== undefined;
    return isText
      ? fromWords(fields, name, layers, { words: lettersOfWindows, repeats: true })
      : fromNumber(fields, name, layers, lastIs('full', 'window'));
  };
  for (const name of layoutNames) fields.field(name);
  const linear = fields.inside('linear_attn_config');
  const offset = fields.field('attn_layer_offset')?.value;
  const first = typeof offset === 'number' ? offset : 0;
  return (
    fromWords(fields, 'layer_types', layers) ??
    fromWords(fields, 'layers_block_type', layers) ??
    fromWords(fields, 'hybrid_override_pattern', layers, { words: lettersOfHybrids }) ??
    fromWords(fields, 'attn_type_list', layers, { words: numbersOfLinear }) ??
    fromWords(fields, 'hybrid_layer_pattern', layers, { words: numbersOfWindows }) ??
    windowed('sliding_window_pattern') ??
    windowed('_sliding_window_pattern') ??
    // Griffin's pattern of blocks: its attention has a window.
    fromWords(fields, 'block_types', layers, {
      words: new Map<JsonValue, LayerKind>([
        ['recurrent', 'none'],
        ['attention', 'window'],
      ]),
      repeats: true,
    }) ??
    (linear && fromIndices(linear, 'full_attn_layers', layers, 1)) ??
    fromIndices(fields, 'attn_layer_indices', layers, 0) ??
    fromIndices(fields, 'full_attn_idxs', layers, 0) ??
    fromNumber(fields, 'full_attention_interval', layers, lastIs('full', 'none')) ??
    fromNumber(fields, 'attn_layer_period', layers, (every, i) =>
      i % every === first % every ? 'full' : 'none',
    ) ??
    (isChunk(sliding)
      ? (fromEmptyList(fields, layers) ??
        fromWords(fields, 'no_rope_layers', layers, { words: numbersOfChunks }))
      : undefined) ??
    (sliding.tokens !== null ? fromWindowCount(fields, layers, known) : undefined)
  );
}

/** Fields of layers that keep a state in place of a cache. */
const stateField =
  /^(mamba|ssm|kda|lightning|rwkv|linear_(attn|key|value|num|conv))|^(d_state|state_size|conv_L_cache)$/;

/** Nothing where the file does not say, or says what makes no sense. */
export function layerKinds(
  fields: FieldReader,
  layers: number,
  sliding: WindowSize,
  known: KnownType | undefined,
): readonly LayerKind[] | undefined {
  const layout = statedLayout(fields, layers, sliding, known);
  if (layout === 'wrong') return undefined;
  const say = (windowed: number, place: JsonField['place'] | null, rule: RuleCode, by?: Values) =>
    fields.read('windowLayers', windowed, place, rule, by);
  if (layout) {
    const count = (kind: LayerKind) => layout.kinds.filter((each) => each === kind).length;
    const none = count('none');
    if (none > 0)
      fields.read('cachedLayers', layers - none, layout.field.place, 'someCached', { layers });
    if (count('window') > 0 && sliding.tokens !== null)
      say(count('window'), layout.field.place, layout.rule ?? 'someWindowed', {
        layers,
        ...layout.values,
      });
    return layout.kinds;
  }
  const hybrid = [...fields.object.fields].find(
    ([name, { value }]) =>
      stateField.test(name) && value !== null && value !== false && value !== 0,
  )?.[1];
  if (hybrid) return fields.problem('hybridUnstated', hybrid.place);
  if (sliding.tokens === null) return over(layers, () => 'full');
  if (leavesOutDefaults(fields) || isChunk(sliding)) {
    const names = 'layer_types, sliding_window_pattern';
    return fields.problem('missingInPart', fields.pathOf('layer_types'), { names });
  }
  // Gemma 2 states its caps and leaves the alternation to its code.
  const capped = fields.field('attn_logit_softcapping');
  if (capped || fields.text('cache_implementation')?.value === 'hybrid') {
    const kinds = over(layers, (i) => (i % 2 === 0 ? 'window' : 'full'));
    say(
      Math.ceil(layers / 2),
      (capped ?? fields.field('cache_implementation'))?.place ?? null,
      'alternating',
      { layers },
    );
    return kinds;
  }
  say(layers, sliding.field?.place ?? null, 'allWindowed', { layers });
  return over(layers, () => 'window');
}
