// Writes small ONNX models: the few fields of the format's protocol buffers that a graph of operators needs.
// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

/** Element types of the format that are used here: TensorProto.DataType. */
const elementTypes = { float32: 1, int32: 6, int64: 7 } as const;
type ElementType = keyof typeof elementTypes;

/** A graph's input or output. */
export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
}

/** A value that the model carries. */
export interface OnnxConstant extends OnnxValue {
  readonly data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>;
}

export interface OnnxNode {
  readonly op: string;
  /** `com.microsoft` for onnxruntime's own operators. */
  readonly domain?: string;
  /** An empty name leaves an optional input out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly ints?: Readonly<Record<string, number>>;
  readonly floats?: Readonly<Record<string, number>>;
  readonly strings?: Readonly<Record<string, string>>;
}

export interface OnnxGraph {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly constants: readonly OnnxConstant[];
  readonly nodes: readonly OnnxNode[];
}

/** Parts of a message, to be joined once: a constant may be hundreds of megabytes. */
type Parts = readonly Uint8Array<ArrayBuffer>[];

const encoder = new TextEncoder();

function varint(value: number): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  // Negative numbers take all of 64 bits.
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    const more = rest >= 128n;
    bytes.push(Number(rest & 127n) | (more ? 128 : 0));
    if (!more) return Uint8Array.from(bytes);
  }
}

const sizeOf = (parts: Parts): number => parts.reduce((bytes, part) => bytes + part.length, 0);

const integer = (field: number, value: number): Parts => [varint(field * 8), varint(value)];
const message = (field: number, parts: Parts): Parts => [
  varint(field * 8 + 2),
  varint(sizeOf(parts)),
  ...parts,
];
const text = (field: number, value: string): Parts => message(field, [encoder.encode(value)]);

function float(field: number, value: number): Parts {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [varint(field * 8 + 5), bytes];
}

/** AttributeProto's types. */
const attributeTypes = { float: 1, int: 2, string: 3 } as const;

function nodeProto(node: OnnxNode): Parts {
  const { op, domain = '', inputs, outputs, ints = {}, floats = {}, strings = {} } = node;
  const attributes = [
    ...Object.entries(ints).map(([name, value]) => [
      ...text(1, name),
      ...integer(3, value),
      ...integer(20, attributeTypes.int),
    ]),
    ...Object.entries(floats).map(([name, value]) => [
      ...text(1, name),
      ...float(2, value),
      ...integer(20, attributeTypes.float),
    ]),
    ...Object.entries(strings).map(([name, value]) => [
      ...text(1, name),
      ...text(4, value),
      ...integer(20, attributeTypes.string),
    ]),
  ];
  return [
    ...inputs.flatMap((name) => text(1, name)),
    ...outputs.flatMap((name) => text(2, name)),
    ...text(4, op),
    ...attributes.flatMap((attribute) => message(5, attribute)),
    ...text(7, domain),
  ];
}

function valueProto({ name, type, dims }: OnnxValue): Parts {
  const shape = dims.flatMap((size) => message(1, integer(1, size)));
  const tensor = [...integer(1, elementTypes[type]), ...message(2, shape)];
  return [...text(1, name), ...message(2, message(1, tensor))];
}

function constantProto({ name, type, dims, data }: OnnxConstant): Parts {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return [
    ...dims.flatMap((size) => integer(1, size)),
    ...integer(2, elementTypes[type]),
    ...text(8, name),
    ...message(9, [raw]),
  ];
}

/** The bytes of a model file. */
export function onnxModel(graph: OnnxGraph): Uint8Array<ArrayBuffer> {
  const graphProto = [
    ...graph.nodes.flatMap((node) => message(1, nodeProto(node))),
    ...text(2, 'attention'),
    ...graph.constants.flatMap((constant) => message(5, constantProto(constant))),
    ...graph.inputs.flatMap((value) => message(11, valueProto(value))),
    ...graph.outputs.flatMap((value) => message(12, valueProto(value))),
  ];
  // Version 10 of the format, 23 of the operators, 1 of onnxruntime's.
  const parts = [
    ...integer(1, 10),
    ...message(7, graphProto),
    ...message(8, [...text(1, ''), ...integer(2, 23)]),
    ...message(8, [...text(1, 'com.microsoft'), ...integer(2, 1)]),
  ];
  const bytes = new Uint8Array(sizeOf(parts));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
