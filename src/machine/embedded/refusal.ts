/** Thrown where QEMU answers with an error. Class and words are QEMU's. */
export class Refusal extends Error {
  readonly errorClass: 'GenericError' | 'CommandNotFound' | 'DeviceNotFound';

  constructor(desc: string, errorClass: Refusal['errorClass'] = 'GenericError') {
    super(desc);
    this.errorClass = errorClass;
  }
}
