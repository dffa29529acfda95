/** RFB 3.8 (RFC 6143): what both ends of a connection say before the first message. */
export const RFB_VERSION = Buffer.from('RFB 003.008\n', 'latin1');
export const VERSION_BYTES = RFB_VERSION.length;

/** RFC 6143 7.1.2: security types. */
export const NO_AUTHENTICATION = 1;
export const VNC_AUTHENTICATION = 2;

/** RFC 6143 7.1.3: the security result. */
export const ACCEPTED = 0;

/** RFC 6143 7.3.1: whoever else is connected stays so. */
export const SHARED = Buffer.of(1);
