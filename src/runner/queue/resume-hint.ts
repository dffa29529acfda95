export const RESUME_HINT = 'what did not run is run by: guestwright run --last-failed';
