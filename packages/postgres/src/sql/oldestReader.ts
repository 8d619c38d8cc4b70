/** The oldest transaction that a row's old version is still kept for, in this database; the present one if none is. */
export const oldestReader = `select json_build_array(pg_snapshot_xmin(pg_current_snapshot())::text) as row`
