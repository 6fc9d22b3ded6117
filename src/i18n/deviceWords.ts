// Brings the words of the report about the device into a page that has begun without them.

import { addWords } from './addWords';
import { enDevice } from './enDevice';
import { zhDevice } from './zhDevice';

export const addDeviceWords = (): void => addWords('device', enDevice, zhDevice);
