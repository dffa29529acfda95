import { definePictureCheck } from '../parts/picture-check.ts';

export const waitForPicture = definePictureCheck({
  key: 'wait-for-picture',
  summary: 'Waits until a picture is somewhere on the screen. Default timeout: 30s',
  once: false,
});
