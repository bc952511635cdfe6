-- Live streams are there now: every account may have them, as new ones do.

INSERT INTO permission (partner_id, name, name_key, type, status, friendly_name, depends_on, item_ids, created_at, updated_at)
    SELECT id, 'FEATURE_LIVE_STREAM', 'feature_live_stream', 2, 1, 'Feature live stream', '', '', created_at, created_at
    FROM partner
    WHERE id > 0 AND NOT EXISTS (
        SELECT 1 FROM permission
        WHERE permission.partner_id = partner.id AND permission.name_key = 'feature_live_stream' AND permission.status <> 3
    )
    ORDER BY id;
