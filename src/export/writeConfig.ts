// Writes a config.json of a configuration, in the fields that transformers and vLLM read.
//
// Only attention is described: what is not known here (vocabulary, MLPs, norms outside attention) is left out and named,
// and an engine then takes the defaults of the class that the file names.

import type { Dims } from '../attention/dims';
import type { Conventions, Variant } from '../attention/variant';
import type { ModelLayers } from '../facts/model';
import type { ConfigNote, ConfigRefusal, ConfigResult, Fields } from './config';
import { headConfig } from './headConfig';
import { latentConfig } from './latentConfig';
import { layersByKind, windowSizes, type Layers } from './layerFields';

export interface Configuration {
  /** What people call it; null where it has no name. */
  readonly name: string | null;
  readonly variant: Variant;
  /** How the cache is kept; as an engine would if not given. */
  readonly mode?: string;
  /** Sizes that the variant accepts. */
  readonly dims: Dims;
  readonly groups: readonly ModelLayers[];
  readonly conventions: Conventions;
  /** Tokens; null where it is not known. */
  readonly maxContext: number | null;
  /** The type of the weights in transformers' word; null where it is not known. */
  readonly dtype: string | null;
}

const refused = (code: ConfigRefusal['code'], values: ConfigRefusal['values']): ConfigResult => ({
  kind: 'refusal',
  refusal: { code, values },
});

/** Types that a file can state by one word; others come with a quantization of their own. */
const plainTypes: readonly string[] = ['float32', 'float16', 'bfloat16'];

/** What an engine needs besides, whatever is exported. */
const missing: readonly ConfigNote[] = [
  { code: 'vocabulary', values: { fields: 'vocab_size' } },
  { code: 'mlp', values: { fields: 'intermediate_size, hidden_act' } },
  { code: 'norms', values: { fields: 'rms_norm_eps' } },
  { code: 'weights', values: {} },
];

/** A norm inside attention has the epsilon of all others, so that the file states it. */
const stillMissing = (fields: Fields): readonly ConfigNote[] =>
  missing.filter(({ code }) => code !== 'norms' || fields['rms_norm_eps'] === undefined);

function notesOn(
  { maxContext, dtype }: Configuration,
  layers: Layers,
  fields: Fields,
): readonly ConfigNote[] {
  return [
    ...(fields['layer_types'] !== undefined && layers.full > 0 && layers.windowed > 0
      ? [{ code: 'layerOrder', values: { full: layers.full, windowed: layers.windowed } } as const]
      : []),
    ...(maxContext === null ? [{ code: 'context', values: {} } as const] : []),
    ...(dtype === null || plainTypes.includes(dtype)
      ? []
      : [{ code: 'weightType', values: { dtype } } as const]),
    ...stillMissing(fields),
  ];
}

export function writeConfig(configuration: Configuration): ConfigResult {
  const { name, variant, mode, dims, groups, conventions, maxContext, dtype } = configuration;
  const native = variant.native?.(dims);
  if (!native) return refused('noConfiguration', { variant: variant.name });
  const kept = variant.modes.find(({ id }) => id === mode);
  if (kept?.usedFor.length === 0) {
    return refused('notServed', { variant: variant.name, mode: kept.id });
  }
  const windows = windowSizes(groups);
  if (windows.length > 1) return refused('windowsDiffer', { windows: windows.join(', ') });
  if ('kvHeads' in native && native.vDim !== undefined) {
    return refused('valueWidth', { headDim: native.headDim, vDim: native.vDim });
  }
  const layers = layersByKind(groups);
  const { fields, notes } =
    'kvHeads' in native
      ? headConfig(native, layers, conventions, maxContext)
      : latentConfig(native, layers, conventions, maxContext);
  const config: Fields = {
    ...(name === null ? {} : { _name_or_path: name }),
    ...fields,
    ...(dtype !== null && plainTypes.includes(dtype) ? { torch_dtype: dtype } : {}),
  };
  return {
    kind: 'config',
    config,
    text: `${JSON.stringify(config, null, 2)}\n`,
    notes: [...notes, ...notesOn(configuration, layers, fields)],
  };
}
