package journey

import "talkoot/internal/db"

func months(tx *db.Tx, id string, f Filter) (list []Month, err error) {
	filter, args := f.sql()
	err = tx.Raw(`SELECT SUBSTR(i.said_on, 1, 7) AS month, COUNT(*) AS count, SUM(i.sentiment) AS sum FROM insights i WHERE i.touchpoint_id = ?`+filter+`
		GROUP BY SUBSTR(i.said_on, 1, 7) ORDER BY month`, append([]any{id}, args...)...).Scan(&list).Error
	return list, err
}

func sourceKinds(tx *db.Tx, id string, f Filter) (list []Facet, err error) {
	filter, args := f.sql()
	err = tx.Raw(`SELECT i.source_kind AS value, COUNT(*) AS count FROM insights i WHERE i.touchpoint_id = ?`+filter+`
		GROUP BY i.source_kind ORDER BY COUNT(*) DESC, i.source_kind`, append([]any{id}, args...)...).Scan(&list).Error
	return list, err
}

// strongest reads the most extreme quotes of either side. Each sentiment gives its newest by the index, so that a hundred thousand
// need no sorting.
func strongest(tx *db.Tx, id string, f Filter) (list []Quote, err error) {
	filter, filtered := f.sql()
	query, args := "", []any{}
	for n, sentiment := range []int{-2, 2, -1, 1, 0} {
		if n > 0 {
			query += " UNION ALL "
		}
		query += `SELECT * FROM (SELECT i.id, i.said_on, i.sentiment FROM insights i WHERE i.touchpoint_id = ? AND i.sentiment = ?` + filter + `
			ORDER BY i.said_on DESC, i.id DESC LIMIT ?) AS newest`
		args = append(append(append(args, id, sentiment), filtered...), overviewQuotes)
	}
	err = tx.Raw(`SELECT q.id, q.quote, q.source_kind, q.said_on, q.sentiment FROM (`+query+`) AS picked JOIN insights q ON q.id = picked.id
		ORDER BY ABS(q.sentiment) DESC, q.said_on DESC, q.id DESC LIMIT ?`, append(args, overviewQuotes)...).Scan(&list).Error
	return list, err
}
