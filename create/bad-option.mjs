/** Says what is wrong with the command line, or with the folder. */
export class BadOption extends Error {
  name = 'BadOption';
}
