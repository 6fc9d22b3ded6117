// What can be wrong with a file of weights: told by a code and the values that its sentence names.

export const faultCodes = [
  'tooShort',
  'headerBeyondFile',
  'headerTooLarge',
  'headerNotJson',
  'badEntry',
  'beyondFile',
  'wrongLength',
  'noPairs',
  'dtypeNotRead',
  'notMatrix',
  'columnsDiffer',
  'latentDiffers',
  'tooLarge',
  'notFinite',
  'allZero',
  'failed',
] as const;
export type FaultCode = (typeof faultCodes)[number];

export interface Fault {
  readonly code: FaultCode;
  readonly values: Readonly<Record<string, string | number>>;
}

export class FileFault extends Error {
  readonly fault: Fault;
  constructor(code: FaultCode, values: Fault['values'] = {}) {
    super(`${code}: ${JSON.stringify(values)}`);
    this.fault = { code, values };
  }
}
