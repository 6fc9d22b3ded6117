// What a system must do to take part in the comparison: make ready for a shape, run, and give its result to be checked.

/** One attention, alone: no projections, no rotation. Sizes are elements or heads; the batch is 1. */
export interface PeerShape {
  /** As the table names it, e.g. `decode GQA-8 2048`. */
  readonly id: string;
  readonly phase: 'decode' | 'prefill';
  readonly queryHeads: number;
  readonly kvHeads: number;
  readonly qkDim: number;
  readonly vDim: number;
  /** The value row is the first `vDim` columns of the key row, as in MLA's absorbed mode: there is no `v`. */
  readonly valueIsKeyPrefix: boolean;
  /** 1 in decode; all tokens, with a causal mask, in prefill. */
  readonly newTokens: number;
  /** Keys, those of the new tokens included. */
  readonly context: number;
  /** Multiplies the scores. */
  readonly scale: number;
}

/** Seeded, the same for every system, float32. */
export interface PeerInputs {
  /** [newTokens, queryHeads, qkDim] */
  readonly q: Float32Array<ArrayBuffer>;
  /** [kvHeads, context, qkDim] */
  readonly k: Float32Array<ArrayBuffer>;
  /** [kvHeads, context, vDim]; empty where `valueIsKeyPrefix`. */
  readonly v: Float32Array<ArrayBuffer>;
}

/** A shape ready to run: compiled or about to be, its inputs where the system computes. */
export interface PreparedPeer {
  /** Runs `times`, one after the other, and resolves when the last is complete; results stay on the device. */
  run(times: number): Promise<void>;
  /** The result of the last run: [newTokens, queryHeads, vDim], of a projection [rows, columns]. */
  read(): Promise<Float32Array>;
  /** Bytes that a run loads and stores, where the system counts them. */
  readonly actualBytes?: number;
  /** Frees what the shape took. */
  dispose(): void | Promise<void>;
}

/** Rows times a matrix: out[row, column] is the sum of x[row, k] w[column, k] over k. */
export interface ProjectionShape {
  readonly id: string;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** Seeded like the others. */
export interface ProjectionInputs {
  /** [rows, inner] */
  readonly x: Float32Array<ArrayBuffer>;
  /** [columns, inner], as checkpoints store it. */
  readonly w: Float32Array<ArrayBuffer>;
}

/** One way in which a system can compute a shape. */
export interface PeerWay<Shape = PeerShape, Inputs = PeerInputs> {
  /** The operator, the graph or the family of kernels. */
  readonly kernel: string;
  /** Throws, in the system's own words, where it cannot do the shape; the error stands in the table. */
  prepare(shape: Shape, inputs: Inputs): Promise<PreparedPeer>;
}

export interface PeerSystem {
  /** As the table names it, e.g. `onnxruntime-web (WebGPU)`. */
  readonly id: string;
  readonly runsOn: 'gpu' | 'cpu';
  /** Loads the system and opens its device, before anything is timed. Called before each shape: the second call finds it open. */
  open(): Promise<void>;
  /** The ways worth trying for a shape; the fastest right one counts. */
  ways(shape: PeerShape): readonly PeerWay[];
  /** The same for projections, where the system takes part in them. */
  readonly projections?: readonly PeerWay<ProjectionShape, ProjectionInputs>[];
}
