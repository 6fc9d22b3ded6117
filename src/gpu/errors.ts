// What can go wrong with a device, as types that a caller can tell apart and put into words.

/** Why no device could be had. */
export type NoDeviceReason = 'unsupported' | 'insecureContext' | 'noAdapter' | 'noDevice';

/** There is no device to run on; `message` is the browser's own where it gave one. */
export class NoDeviceError extends Error {
  override readonly name = 'NoDeviceError';
  constructor(
    readonly reason: NoDeviceReason,
    message: string,
  ) {
    super(message);
  }
}

/** The device lacks something; says what, how much was needed and granted, and what to do. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
  constructor(
    /** The WebGPU feature or limit, by its name in the specification. */
    readonly what: string,
    /** `true` for a feature; a number in the limit's own unit. */
    readonly needed: number | true,
    readonly granted: number | false,
    /** What a person can do about it, as a sentence without a full stop. */
    readonly advice: string,
  ) {
    const lack =
      needed === true
        ? `needs the feature ${what}, which this device does not grant`
        : `needs ${what} of at least ${needed}, this device grants ${String(granted)}`;
    super(`${lack}: ${advice}`);
  }
}

/** A shader did not compile, at a line of one of our files. */
export class ShaderError extends Error {
  override readonly name = 'ShaderError';
  constructor(
    readonly file: string,
    /** Counted from 1. */
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

/** The device is gone: the driver restarted, the browser dropped it, or it was destroyed. */
export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';
}

/** The device could not allocate what `checked` work asked for, or the browser what a check asked for. */
export class OutOfMemoryError extends Error {
  override readonly name = 'OutOfMemoryError';
  constructor(
    /** What failed, for a person. */
    readonly label: string,
    /** What the work meant to allocate; 0 where the caller did not say. */
    readonly neededBytes: number,
    message: string,
  ) {
    super(`${label}: ${message}`);
  }
}

/** WebGPU refused a call: a mistake in our code, said with the label of the work. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError';
  constructor(
    readonly label: string,
    message: string,
  ) {
    super(`${label}: ${message}`);
  }
}
