import { readerKey } from '../conversation/Actor.ts'
import type { Erased } from '../conversation/Event.ts'

/** The parameters of the statements that erase. */
export const erasedValues = (of: Erased): { readonly [name: string]: string } => {
  switch (of.what) {
    case 'participant':
      return { subject: readerKey(of.who), side: of.who.side, actor: of.who.id }
    case 'message':
      return { message: of.messageId }
    case 'conversation':
      return {}
  }
}
