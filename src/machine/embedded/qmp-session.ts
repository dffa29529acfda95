import type { Arguments } from './arguments.ts';
import { optional, readArray, readEnum, readObject } from './arguments.ts';
import { Refusal } from './refusal.ts';

/** What a client sends, once it is known to be a command. */
export interface Request {
  readonly name: string;
  readonly arguments: Arguments;
}

const members = ['execute', 'arguments', 'id'];
const readCapabilities = readObject({ enable: optional(readArray(readEnum(['oob']))) });

/** One client: first the negotiation, then commands (QEMU monitor/qmp.c, qapi/qmp-dispatch.c). */
export class QmpSession {
  readonly #execute: (request: Request) => unknown;
  #negotiated = false;

  constructor(execute: (request: Request) => unknown) {
    this.#execute = execute;
  }

  /** Events wait for nobody, but are not for a client that still negotiates. */
  get negotiated(): boolean {
    return this.#negotiated;
  }

  /** The reply to one JSON text. Never rejects but for a fault of ours. */
  async answer(text: string): Promise<object> {
    let id: object = {};
    try {
      const message = parse(text);
      if (Object.hasOwn(message, 'id')) id = { id: message.id };
      const result = await this.#run(readRequest(message));
      return { return: result ?? {}, ...id };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...id, error: { class: error.errorClass, desc: error.message } };
    }
  }

  #run(request: Request): unknown {
    if (request.name !== 'qmp_capabilities') {
      if (this.#negotiated) return this.#execute(request);
      throw new Refusal(
        `Expecting capabilities negotiation with 'qmp_capabilities'`,
        'CommandNotFound',
      );
    }
    if (this.#negotiated) {
      const desc = 'Capabilities negotiation is already complete, command ignored';
      throw new Refusal(desc, 'CommandNotFound');
    }
    const { enable = [] } = readCapabilities(request.arguments, '');
    if (enable.length > 0) throw new Refusal('Capability oob not available');
    this.#negotiated = true;
    return {};
  }
}

function parse(text: string): Arguments {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal(`JSON parse error, ${error instanceof Error ? error.message : error}`);
  }
  if (!isObject(value)) throw new Refusal('QMP input must be a JSON object');
  return value;
}

function readRequest(message: Arguments): Request {
  for (const [name, value] of Object.entries(message)) {
    if (!members.includes(name)) throw new Refusal(`QMP input member '${name}' is unexpected`);
    if (name === 'execute' && typeof value !== 'string') {
      throw new Refusal(`QMP input member 'execute' must be a string`);
    }
    if (name === 'arguments' && !isObject(value)) {
      throw new Refusal(`QMP input member 'arguments' must be an object`);
    }
  }
  if (typeof message.execute !== 'string') throw new Refusal(`QMP input lacks member 'execute'`);
  return { name: message.execute, arguments: isObject(message.arguments) ? message.arguments : {} };
}

function isObject(value: unknown): value is Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
