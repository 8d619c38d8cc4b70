/** A stored value that the code cannot decode. */
export class Unreadable extends Error {
  readonly place: string
  constructor(place: string) {
    super(`unreadable: ${place}`)
    this.place = place
  }
}
