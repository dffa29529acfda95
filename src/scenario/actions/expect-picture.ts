import { definePictureCheck } from '../parts/picture-check.ts';

export const expectPicture = definePictureCheck({
  key: 'expect-picture',
  summary: 'Looks once: a picture is somewhere on the screen now. With a timeout it waits',
  once: true,
});
