// What the package exports: see docs/library.md.

// First: webgpu-utils names a class that older runtimes lack.
import '../polyfill';

export { createAttend, type Attend, type AttendPositions } from './attend';
export type { AttendBuffers, AttendShape, AttendSpec } from './attendSpec';
export { encodeCacheRows, type CacheRowShape } from './cacheRows';
export { LibraryError, type LibraryErrorCode } from './errors';
export { createSession, type CacheRows, type LayerSession } from './layer';
export { weightShapes, type LayerSpec } from './layerSpec';
export { requirements, type Requirements } from './requirements';
export type { DimName, Dims } from '../attention/dims';
export type { FormatId, WeightFormat } from '../attention/format';
export type { Conventions } from '../attention/variant';
export type { KernelChoice } from '../kernels/choices';
export {
  DeviceLostError,
  OutOfMemoryError,
  ShaderError,
  UnsupportedError,
  ValidationError,
} from '../gpu/errors';
