// What we use of `smpp`, which brings no types.
declare module 'smpp' {
  export type SmppPdu = {
    readonly command_status: number
    readonly message_id?: string
    readonly esm_class?: number
    readonly receipted_message_id?: string
    readonly message_state?: number
    readonly short_message?: Buffer | { readonly message: Buffer | string }
    response(fields?: object): SmppPdu
  }
  type Ask = (pdu: object, answered: (answer: SmppPdu) => void) => boolean
  export type SmppSession = {
    readonly bind_transceiver: Ask
    readonly enquire_link: Ask
    readonly submit_sm: Ask
    readonly unbind: Ask
    on(event: 'connect' | 'secureConnect' | 'close', listener: () => void): void
    on(event: 'error', listener: (error: Error) => void): void
    on(event: 'deliver_sm' | 'enquire_link' | 'unbind', listener: (pdu: SmppPdu) => void): void
    removeListener(event: 'close', listener: () => void): void
    send(pdu: SmppPdu): boolean
    close(): void
    destroy(): void
  }
  const smpp: { connect(options: { readonly host: string; readonly port: number; readonly tls: boolean }): SmppSession }
  export default smpp
}
