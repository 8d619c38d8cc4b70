/** A value of a storage that the code cannot read, found while something else was going on. */
export class Unreadable extends Error {
  readonly place: string
  constructor(place: string) {
    super(`unreadable: ${place}`)
    this.place = place
  }
}
